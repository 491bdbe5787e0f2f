import { readEnvironment } from './environment.ts'
import { StartError } from './start-error.ts'
import { makeSelfSigned } from './tls/self-signed.ts'

/** npm run certificate: makes a self-signed certificate in the data directory, and says how it is used. */
async function main(): Promise<void> {
  const made = await makeSelfSigned(readEnvironment(process.env))
  process.stdout.write(
    [
      `A certificate for ${made.names.join(', ')}`,
      `valid until ${made.validTo}`,
      `SHA-256 ${made.fingerprint}`,
      '',
      'Start Switchboard with',
      `SWITCHBOARD_TLS_CERT=${made.certificate}`,
      `SWITCHBOARD_TLS_KEY=${made.key}`,
      '',
    ].join('\n'),
  )
}

main().catch((error: unknown) => {
  const isPlain = error instanceof StartError || (error instanceof Error && 'code' in error)
  process.stderr.write(
    isPlain ? `${(error as Error).message}\n` : `${String((error as Error).stack ?? error)}\n`,
  )
  process.exit(1)
})
