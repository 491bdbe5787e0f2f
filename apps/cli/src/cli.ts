import type { ReadStream } from 'node:tty'
import type { Readable } from 'node:stream'
import { Switchboard } from './api/switchboard.ts'
import { ConfigFile } from './config/config-file.ts'
import { targetOf } from './config/target.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import type { Screen } from './output/screen.ts'

/** What surrounds one run of the command. */
export type Surroundings = {
  screen: Screen
  stdin: Readable & Partial<Pick<ReadStream, 'isTTY' | 'setRawMode'>>
  env: NodeJS.ProcessEnv
}

/** One run of the command: what every subcommand is given. */
export class Cli {
  readonly screen: Screen
  readonly stdin: Surroundings['stdin']
  readonly env: NodeJS.ProcessEnv
  readonly config: ConfigFile
  /** --json: results are JSON, and NDJSON where they come as a stream. */
  json = false
  /** How the run ends when nothing is thrown. */
  exitCode: ExitCode = EXIT.ok

  constructor({ screen, stdin, env }: Surroundings) {
    this.screen = screen
    this.stdin = stdin
    this.env = env
    this.config = new ConfigFile(env)
  }

  /** The manager to talk to. Nothing is sent yet. */
  async connect(): Promise<Switchboard> {
    return new Switchboard(targetOf(this.env, await this.config.read()))
  }
}
