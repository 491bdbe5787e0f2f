import { accessProblems } from './access.ts'
import { amplificationProblems } from './amplification.ts'
import { NetcoreError } from './errors.ts'
import { resolveOptions } from './options.ts'
import type { Catalogue, Protocol } from './protocol.ts'
import type { ServiceSpec } from './service-spec.ts'

/** A JSON pointer into the settings, and what is wrong there. */
type Problem = { path: string; message: string }

/** The spec with the protocol's defaults filled in. Throws NetcoreError that lists what is wrong, field by field. */
export function checkSpec(spec: ServiceSpec, catalogue: Catalogue): ServiceSpec {
  const protocol = catalogue.get(spec.protocol)
  if (!protocol) throw unknownProtocol(spec.protocol, catalogue)
  refuse('unsupported-transport', spec, strangeTransports(spec, protocol))
  const { options, problems } = resolveOptions(protocol.options, spec.options)
  refuse('invalid-options', spec, [
    ...problems,
    ...accessProblems(spec.access),
    ...restartProblems(spec),
    ...challengeProblems(spec, protocol),
    ...amplificationProblems(spec, options, protocol),
  ])
  refuse('limit-unenforceable', spec, [...spreadProblems(spec, protocol), ...bufferProblems(spec)])
  return { ...spec, options }
}

function refuse(code: NetcoreError['code'], { name }: ServiceSpec, errors: Problem[]): void {
  if (errors.length === 0) return
  const text = errors.map(({ path, message }) => `${path} ${message}`).join('; ')
  throw new NetcoreError(code, `The settings of "${name}" cannot be used: ${text}.`, { errors })
}

function unknownProtocol(id: string, catalogue: Catalogue): NetcoreError {
  const known = [...catalogue.keys()].join(', ')
  const errors = [{ path: '/protocol', message: `is "${id}"; known: ${known}` }]
  return new NetcoreError('unknown-protocol', `There is no protocol "${id}". Known: ${known}.`, { errors })
}

function strangeTransports({ listen, protocol }: ServiceSpec, { transports }: Protocol): Problem[] {
  return listen.flatMap(({ transport }, index) => {
    if (transports.includes(transport)) return []
    const message = `is "${transport}"; ${protocol} runs on ${transports.join(', ')}`
    return [{ path: `/listen/${index}/transport`, message }]
  })
}

function restartProblems({ restart: { delayMs, maxDelayMs } }: ServiceSpec): Problem[] {
  if (maxDelayMs >= delayMs) return []
  return [
    { path: '/restart/maxDelayMs', message: `is ${maxDelayMs}; it must be at least delayMs, ${delayMs}` },
  ]
}

function challengeProblems({ challenge, listen }: ServiceSpec, { id, needsChallenge }: Protocol): Problem[] {
  if (!challenge) {
    const message = `is null; ${id} is nothing without it: set a scheme and at least one secret`
    return needsChallenge ? [{ path: '/challenge', message }] : []
  }
  return listen.flatMap(({ transport }, index) => {
    if (transport !== 'udp') return []
    const message = 'is "udp", where nobody can be challenged: remove this address, or set challenge to null'
    return [{ path: `/listen/${index}/transport`, message }]
  })
}

/** Limits that count over all connections of a service, which engines side by side cannot do together. */
const COUNTED = ['maxConnections', 'maxConnectionsPerIp', 'connectionRate'] as const

function spreadProblems({ engines, limits, listen }: ServiceSpec, { id, stateless }: Protocol): Problem[] {
  if (engines !== 'all') return []
  const state = stateless
    ? []
    : [{ path: '/engines', message: `is "all"; ${id} is not stateless, it needs 1` }]
  const counted = COUNTED.filter((limit) => limits[limit] !== null).map((limit) => ({
    path: `/limits/${limit}`,
    message: 'cannot be exact with engines "all": set it to null, or engines to 1',
  }))
  const unix = listen.flatMap(({ transport }, index) =>
    transport === 'unix'
      ? [{ path: `/listen/${index}`, message: 'a Unix socket cannot be shared by engines' }]
      : [],
  )
  return [...state, ...counted, ...unix]
}

function bufferProblems({ socket, listen }: ServiceSpec): Problem[] {
  if (listen.some(({ transport }) => transport === 'udp')) return []
  return (['receiveBufferBytes', 'sendBufferBytes'] as const).flatMap((buffer) =>
    socket[buffer] === null
      ? []
      : [
          {
            path: `/socket/${buffer}`,
            message: 'can be set for UDP only: set it to null, the system decides',
          },
        ],
  )
}
