import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { root } from './manager.ts'
import { ProgramOutput } from './program-output.ts'

/** What `npm ci` puts there. */
export const switchboardCommand = join(root, 'node_modules', '.bin', 'switchboard')

export type Ran = { code: number | null; out: string; err: string }

/** The `switchboard` command in a shell with this environment, and no other setting of Switchboard. */
export class SwitchboardCommand {
  readonly env: NodeJS.ProcessEnv

  constructor(env: Record<string, string>) {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('SWITCHBOARD_'))
    this.env = { ...Object.fromEntries(inherited), ...env }
  }

  async run(...args: string[]): Promise<Ran> {
    const child = this.#spawn(args)
    const [out, err] = [textOf(child.stdout), textOf(child.stderr)]
    child.stdin?.end()
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, out: out.text, err: err.text }
  }

  /** What it prints. Throws when it fails. */
  async out(...args: string[]): Promise<string> {
    const { code, out, err } = await this.run(...args)
    if (code !== 0) throw new Error(`switchboard ${args.join(' ')} ended with ${code}: ${err}`)
    return out
  }

  /** Starts one that goes on until it is ended. */
  start(...args: string[]): { output: ProgramOutput; end(signal: NodeJS.Signals): Promise<number | null> } {
    const child = this.#spawn(args)
    const closed = once(child, 'close')
    onTestFinished(() => void child.kill('SIGKILL'))
    return {
      output: new ProgramOutput(child),
      end: async (signal) => {
        child.kill(signal)
        await closed
        return child.exitCode
      },
    }
  }

  #spawn(args: string[]): ChildProcess {
    return spawn(switchboardCommand, args, { env: this.env, stdio: ['pipe', 'pipe', 'pipe'] })
  }
}

function textOf(stream: NodeJS.ReadableStream | null): { text: string } {
  const kept = { text: '' }
  stream?.setEncoding('utf8').on('data', (chunk: string) => (kept.text += chunk))
  return kept
}
