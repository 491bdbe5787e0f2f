import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { StartError } from '../start-error.ts'

/** Paths of PEM files. */
export type TlsFiles = { certificate: string; key: string }

/** What they hold. */
export type TlsPair = { cert: Buffer; key: Buffer }

/** Throws a StartError where a file cannot be read, is no PEM, or where the key is not the certificate's. */
export function readPair({ certificate, key }: TlsFiles): TlsPair {
  const pair = {
    cert: readPem('SWITCHBOARD_TLS_CERT', certificate),
    key: readPem('SWITCHBOARD_TLS_KEY', key),
  }
  try {
    createSecureContext(pair)
  } catch (error) {
    throw new StartError(
      `SWITCHBOARD_TLS_CERT ${certificate} and SWITCHBOARD_TLS_KEY ${key} are no pair (${textOf(error)}): ` +
        'name a certificate with its chain, and the key that belongs to it, in PEM and without a passphrase',
    )
  }
  return pair
}

function readPem(name: string, path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new StartError(
      `${name} ${path} cannot be read (${textOf(error)}): name a PEM file that this user may read`,
    )
  }
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
