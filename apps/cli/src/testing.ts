import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { startManager, type Manager } from '../../../test/support/manager.ts'
import { Screen } from './output/screen.ts'
import { run } from './run.ts'

/** A manager, a shell that may do everything there, and a folder for files. */
export type TestPlace = { manager: Manager; shell: TestShell; folder: string; close: () => Promise<void> }

export async function startTestPlace(): Promise<TestPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-cli-'))
  const manager = await startManager({ dataDir: join(folder, 'data'), env: { SWITCHBOARD_ENGINES: '1' } })
  const shell = new TestShell({
    SWITCHBOARD_URL: manager.url,
    SWITCHBOARD_TOKEN: manager.token,
    SWITCHBOARD_DATA_DIR: manager.dataDir,
    XDG_CONFIG_HOME: join(folder, 'config'),
  })
  const close = async () => {
    const code = await manager.stop()
    await rm(folder, { recursive: true })
    if (code !== 0) throw new Error(`The manager ended with ${code}: ${manager.output.text}`)
  }
  return { manager, shell, folder, close }
}

export type Ran = { code: number; out: string; err: string }

/** Runs commands in this process, each with these variables as its environment. */
export class TestShell {
  readonly #env: NodeJS.ProcessEnv

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env
  }

  with(env: NodeJS.ProcessEnv): TestShell {
    return new TestShell({ ...this.#env, ...env })
  }

  run(...args: string[]): Promise<Ran> {
    return this.#run(args, '')
  }

  /** The same with something on standard input. */
  feed(input: string, ...args: string[]): Promise<Ran> {
    return this.#run(args, input)
  }

  /** What `--json` prints. Throws when the command fails. */
  async json<Value>(...args: string[]): Promise<Value> {
    const { code, out, err } = await this.run(...args, '--json')
    if (code !== 0) throw new Error(`switchboard ${args.join(' ')} ended with ${code}: ${err}`)
    return JSON.parse(out) as Value
  }

  async #run(args: string[], input: string): Promise<Ran> {
    const [out, err] = [new Kept(), new Kept()]
    const surroundings = {
      screen: new Screen(out, err),
      stdin: Readable.from([Buffer.from(input)]),
      env: this.#env,
    }
    const code = await run(args, surroundings)
    return { code, out: out.text, err: err.text }
  }
}

class Kept extends Writable {
  text = ''

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}
