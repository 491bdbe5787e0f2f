import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { chooseCores, onCore } from './cores.ts'
import { atEnd } from './ending.ts'

/** What the uploading client saw; an upload without its right answer has failed. */
export type UploadResult = { seconds: number; failed: number; firstError: string }

const client = fileURLToPath(new URL('load/upload.ts', import.meta.url))

/** Runs the uploading client on its own core, to its end. */
export async function runUploads(port: number, uploads: number, bytes: number): Promise<UploadResult> {
  const words = [client, port, uploads, bytes].map(String)
  const [command = '', ...args] = onCore(chooseCores().load, [process.execPath, ...words])
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const forget = atEnd(() => child.kill('SIGKILL'))
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const [code] = (await once(child, 'close')) as [number | null]
  forget()
  if (code !== 0) throw new Error(`The uploading client ended with code ${code}.`)
  return JSON.parse(output) as UploadResult
}
