import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { SCOPES, type Shortcut } from '../src/shortcuts/catalogue.ts'
import { transformSource } from './transformer.ts'

const textsIn = async (source: string, file = 'Part.svelte') =>
  (await transformSource(source, file)).texts.map(({ forms }) => forms.join(' | '))

test('takes what is read out of markup, attributes and programs', async () => {
  const source = `
    <script>
      const states = { running: 'Running', lost: 'no answer in time' }
      const label = $derived(\`Copy \${name} here\`)
    </script>
    <p title="Since {start}">{count} of <b>{all}</b> are <code>open</code></p>
    <input placeholder="a name" aria-label={busy ? 'Wait' : 'Go'} />`
  expect(await textsIn(source)).toEqual([
    'Running',
    'no answer in time',
    'Copy {0} here',
    'Since {0}',
    '{0} of <0/> are <1/>',
    'a name',
    'Wait',
    'Go',
  ])
})

test('leaves out what only programs read', async () => {
  const source = `
    <script lang="ts">
      import x from './Some File.ts'
      type Kind = 'Upper' | 'Lower'
      const key = event.key === 'Delete' || event.key === 'ArrowUp'
      const headers = { 'Content-Type': 'application/json' }
      const found = document.querySelector('main h1')
      const run = 'curl -sf {host}'
    </script>
    <div class="card wide" id="Top"><kbd>Ctrl+K</kbd><pre>as is</pre><svg><path d="M7 1h2v2z" /></svg></div>`
  expect((await textsIn(source)).filter((text) => text !== 'Top')).toEqual([])
})

test('leaves the names of keys alone, or shortcuts would be dead in other languages', async () => {
  const file = 'apps/web/src/shortcuts/catalogue.ts'
  const texts = await textsIn(await readFile(file, 'utf8'), 'catalogue.ts')
  const keys = Object.values(SCOPES).flatMap((scope) => Object.values<Shortcut>(scope.shortcuts))
  expect(keys.flatMap((shortcut) => shortcut.keys).filter((key) => texts.includes(key))).toEqual([])
  expect(texts).toContain('Follow the latest entries')
})

test('knows plurals, and single words that are marked', async () => {
  const source = `export const words = () => [plural(n, ['# row', '# rows']), t('now')]`
  expect(await textsIn(source, 'words.ts')).toEqual(['# row | # rows', 'now'])
  const { code } = await transformSource(source, 'words.ts')
  expect(code).toContain('plural(n, _w_runtime_.p("# row\\n# rows"), _w_runtime_._.p)')
})

test('leaves fragments alone, and refuses what it would cut', async () => {
  expect(await textsIn(`export const words = () => 'Operator: ' + name`, 'words.ts')).toEqual([])
  await expect(textsIn(`<span>&nbsp;unread</span>`)).rejects.toThrow('&nbsp;')
})
