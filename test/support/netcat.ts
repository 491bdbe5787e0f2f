import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { ProgramOutput } from './program-output.ts'

/** `printf <text> | nc -N 127.0.0.1 <port>`: what it prints until the server closes. */
export async function netcat(text: string, port: number): Promise<string> {
  const child = spawn('nc', ['-N', '127.0.0.1', String(port)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: 10_000,
  })
  const output = new ProgramOutput(child)
  child.stdin.end(text)
  await once(child, 'close')
  return output.text
}
