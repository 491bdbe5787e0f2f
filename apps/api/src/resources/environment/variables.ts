import type { EnvironmentVariable } from '@switchboard/contract'
import type { Environment } from '../../environment.ts'

type Variable = {
  name: string
  description: string
  /** What holds; null: nothing. */
  value: (environment: Environment) => string | number | null
}

const list = (values: readonly string[]) => (values.length === 0 ? null : values.join(', '))

/** What can be set from outside, in the order of the README. */
export const VARIABLES: readonly Variable[] = [
  {
    name: 'SWITCHBOARD_HOST',
    description: 'The address on which dashboard, REST and live feed listen.',
    value: ({ host }) => host,
  },
  {
    name: 'SWITCHBOARD_PORT',
    description: 'The port on which dashboard, REST and live feed listen.',
    value: ({ port }) => port,
  },
  {
    name: 'SWITCHBOARD_ADMIN_TOKEN',
    description: 'A token with the role admin, for scripts and for admins who are locked out.',
    value: ({ adminToken }) => (adminToken === null ? null : '•••'),
  },
  {
    name: 'SWITCHBOARD_TLS_CERT',
    description: 'PEM file of the certificate, for HTTPS.',
    value: ({ tls }) => tls?.certificate ?? null,
  },
  {
    name: 'SWITCHBOARD_TLS_KEY',
    description: 'PEM file of its key.',
    value: ({ tls }) => tls?.key ?? null,
  },
  {
    name: 'SWITCHBOARD_ALLOWED_HOSTS',
    description: 'Names under which a browser may reach it, besides loopback names and the bind address.',
    value: ({ allowedHosts }) => list(allowedHosts),
  },
  {
    name: 'SWITCHBOARD_TRUSTED_PROXIES',
    description: 'Proxies in front, whose X-Forwarded-For and X-Forwarded-Proto are believed.',
    value: ({ trustedProxies }) => list(trustedProxies),
  },
  {
    name: 'SWITCHBOARD_DATA_DIR',
    description: 'The folder of database, files, sockets and secret.key.',
    value: ({ dataDir }) => dataDir,
  },
  {
    name: 'DATABASE_URL',
    description: 'The SQLite database.',
    value: ({ databaseUrl }) => databaseUrl,
  },
  {
    name: 'SWITCHBOARD_ENGINES',
    description: 'Engine processes that carry the services.',
    value: ({ engines }) => engines,
  },
  {
    name: 'SWITCHBOARD_WEBHOOK_ALLOW',
    description: 'Networks in which webhooks may have receivers although they are not public.',
    value: ({ webhookAllow }) => list(webhookAllow),
  },
  {
    name: 'SWITCHBOARD_LOG_LEVEL',
    description: 'How much is logged.',
    value: ({ logLevel }) => logLevel,
  },
]

export function presentVariables(environment: Environment): EnvironmentVariable[] {
  return VARIABLES.map(({ name, description, value }) => {
    const holds = value(environment)
    return {
      name,
      description,
      value: holds === null ? null : String(holds),
      isSet: environment.given.has(name),
    }
  })
}
