import { X509Certificate } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import type { Environment } from '../environment.ts'
import type { TlsFiles } from './tls-files.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** Browsers take no certificate that is valid for longer. */
const VALID_DAYS = 397

export type SelfSigned = TlsFiles & { names: string[]; validTo: string; fingerprint: string }

/** Makes a certificate for every name of this manager, in `tls/` of the data directory, in the place of an earlier one. */
export async function makeSelfSigned(environment: Environment): Promise<SelfSigned> {
  const folder = join(environment.dataDir, 'tls')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const files = { certificate: join(folder, 'self-signed.pem'), key: join(folder, 'self-signed.key') }
  const names = namesOf(environment)
  const { cert, private: key } = await generate(
    [{ name: 'commonName', value: 'Switchboard' }],
    settings(names),
  )
  await replace(files.key, key)
  await replace(files.certificate, cert)
  const { validTo, fingerprint256: fingerprint } = new X509Certificate(cert)
  return { ...files, names, validTo, fingerprint }
}

/** What browsers may call it; not the addresses that mean all addresses. */
function namesOf({ host, allowedHosts }: Environment): string[] {
  const names = new Set(['localhost', '127.0.0.1', '::1', host, ...allowedHosts])
  return [...names].filter((name) => name !== '0.0.0.0' && name !== '::')
}

function settings(names: string[]) {
  return {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + VALID_DAYS * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: names.map(altName) },
    ],
  } satisfies Parameters<typeof generate>[1]
}

const altName = (name: string) =>
  isIP(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name }

/** A running manager never sees half a file. */
async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 })
  await rename(`${path}.new`, path)
}
