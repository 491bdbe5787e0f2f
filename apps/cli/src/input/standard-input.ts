import type { Readable } from 'node:stream'

/** All of it as text, to its end. */
export const readAll = async (stdin: Readable): Promise<string> => (await readBytes(stdin)).toString()

export async function readBytes(stdin: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Buffer))
  return Buffer.concat(chunks)
}
