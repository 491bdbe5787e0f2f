import { adapter as svelteAdapter } from '@wuchale/svelte'
import type { CatalogExpr, IndexTracker, RuntimeConf, TransformOutput } from 'wuchale'
import { adapter as programAdapter } from 'wuchale/adapter-vanilla'
import { comparedIn, isText } from './is-text.ts'

/** What the dashboard's sources call the texts of the shown language, in components and in their module scripts. */
const HEADER = "import { texts as _w_runtime_, texts as _w_runtime_mod_ } from '/src/language/texts.ts'"

/** `plural(count, ['# connection', '# connections'])`, and `t('…')` for what does not look like a text. */
const PATTERNS = [
  { name: 'plural', args: ['other', 'message', 'pluralFunc'] },
  { name: 't', args: ['message'] },
] satisfies { name: string; args: ('message' | 'pluralFunc' | 'locale' | 'other')[] }[]

const asIs = { wrapInit: (expression: string) => expression, wrapUse: (expression: string) => expression }

/** The import is all that a source needs: the language is known before it runs, and stays. */
const runtime: RuntimeConf = { initReactive: () => null, useReactive: false, plain: asIs, reactive: asIs }
const unused: CatalogExpr = { plain: 'undefined', reactive: 'undefined' }

/** Texts are looked up by what they are in English, so that an untranslated one is shown in English. */
class EnglishKeys {
  get = (english: string) => JSON.stringify(english)
}
const index = new EnglishKeys() as unknown as IndexTracker

export type Text = { file: string; forms: string[]; context: string | null; placeholders: string[] }
export type Transformed = { texts: Text[]; code: string; map: unknown }

/** A component or module of the dashboard with its texts looked up, and what they are. Throws when it does not parse. */
export async function transformSource(source: string, file: string): Promise<Transformed> {
  // wuchale takes it for a blank of one character, and would cut the text in the wrong place.
  if (source.includes('&nbsp;')) throw new Error(`${file}: write a blank or {'\\u00a0'} instead of &nbsp;`)
  const { msgs, output } = await transformed(source, file)
  const texts = msgs.map(({ msgStr, context, placeholders }): Text => ({
    file,
    forms: msgStr,
    context: context ?? null,
    placeholders: placeholders.map(
      ([number, expression]) => `{${number}}: ${expression.replaceAll(/\s+/g, ' ')}`,
    ),
  }))
  const { code = source, map = null } = texts.length > 0 ? output(HEADER) : {}
  return { texts, code, map }
}

function transformed(content: string, filename: string): TransformOutput | Promise<TransformOutput> {
  const heuristic = isText(comparedIn(content))
  const adapter = filename.endsWith('.svelte') ? svelteAdapter : programAdapter
  const { transform } = adapter({ heuristic, patterns: PATTERNS, runtime, loader: 'custom' })
  return transform({ content, filename, index, expr: unused, matchUrl: () => null })
}
