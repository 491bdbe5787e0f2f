import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { Cli } from '../cli.ts'
import { UsageFailure } from '../failure.ts'

/** Asks at the terminal. Throws a UsageFailure where there is none. */
export const ask = (cli: Cli, question: string): Promise<string> => answerTo(cli, question, false)

/** The same for what nobody may read over a shoulder. */
export const askSecretly = (cli: Cli, question: string): Promise<string> => answerTo(cli, question, true)

async function answerTo({ stdin }: Cli, question: string, isSecret: boolean): Promise<string> {
  if (!stdin.isTTY)
    throw new UsageFailure(
      'Nobody can be asked without a terminal: see the options that read standard input.',
    )
  if (isSecret) process.stderr.write(question)
  const lines = createInterface({ input: stdin, output: isSecret ? NOWHERE : process.stderr, terminal: true })
  const ended = new Promise<never>((_, reject) => {
    lines.once('SIGINT', () => reject(new UsageFailure('Given up.')))
    lines.once('close', () => reject(new UsageFailure('Given up.')))
  })
  try {
    return await Promise.race([lines.question(isSecret ? '' : question), ended])
  } finally {
    ended.catch(() => undefined)
    lines.close()
    if (isSecret) process.stderr.write('\n')
  }
}

const NOWHERE = new Writable({ write: (_chunk, _encoding, done) => done() })
