import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Manager } from './manager.ts'

/** The log and every file of the data directory but the key, while the manager runs and when it has ended. */
export async function whatIsLeft(manager: Manager): Promise<Record<string, string>> {
  const alive = await files(manager.dataDir)
  await manager.stop()
  const dead = await files(manager.dataDir)
  const left: Record<string, string> = { log: manager.output.text, ...dead }
  for (const [name, text] of Object.entries(alive)) left[name] = (left[name] ?? '') + text
  return left
}

async function files(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const plain = entries.filter((entry) => entry.isFile() && entry.name !== 'secret.key')
  const read = plain.map(async ({ parentPath, name }) => [
    name,
    await readFile(join(parentPath, name), 'latin1'),
  ])
  return Object.fromEntries(await Promise.all(read)) as Record<string, string>
}

/** The secret as it is, and as somebody might have written it down. */
export const wordings = (secret: string) => [
  secret,
  secret.slice(0, 15),
  Buffer.from(secret).toString('base64').slice(0, 32),
  Buffer.from(secret).toString('hex'),
]

/** Each place in which one of the words stands. */
export function findLeaks(places: Record<string, string>, words: string[]): string[] {
  return Object.entries(places).flatMap(([place, text]) =>
    words.filter((word) => text.includes(word)).map((word) => `${word} is in ${place}`),
  )
}
