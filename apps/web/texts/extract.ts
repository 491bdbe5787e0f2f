import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toldTexts } from './told-texts.ts'
import { transformSource, type Text } from './transformer.ts'

const WEB = join(import.meta.dirname, '..')

/** Every text that the dashboard shows: of its sources, in their order, and what the server tells. */
export async function extractTexts(): Promise<Text[]> {
  const files = globSync('src/**/*.{svelte,ts}', { cwd: WEB }).filter(
    (file) => !/\.(test|d)\.ts$|^src\/language\//.test(file),
  )
  const found = await Promise.all(files.sort().map((file) => textsOf(file)))
  return [...found.flat(), ...toldTexts()]
}

const textsOf = async (file: string) =>
  (await transformSource(readFileSync(join(WEB, file), 'utf8'), file)).texts
