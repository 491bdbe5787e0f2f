import { expect, test } from 'vitest'
import { documentedCommands, formOf } from './documented-commands.ts'

const fenced = (opening: string, text: string) => `\`\`\`${opening}\n${text}\n\`\`\`\n`

test('takes marked commands in order, each with the output that follows it', () => {
  const markdown = [
    '# Title\n',
    fenced('sh test', 'echo one\necho two'),
    'prints\n',
    fenced('text output', 'one\ntwo'),
    fenced('sh', 'rm -rf /'),
    fenced('sh test needs socat python3', 'true'),
    fenced('json', '{}'),
    fenced('sh test', 'date'),
    fenced('text like', 'Sat Nov 21'),
  ].join('')
  expect(documentedCommands(markdown)).toEqual([
    { script: 'echo one\necho two\n', output: 'one\ntwo', isExample: false, needs: [], line: 2 },
    { script: 'true\n', output: null, isExample: false, needs: ['socat', 'python3'], line: 14 },
    { script: 'date\n', output: 'Sat Nov 21', isExample: true, needs: [], line: 20 },
  ])
})

test('texts are alike whose figures and words differ, no others', () => {
  expect(formOf('Sat Nov  7 09:05:07 2026')).toBe(formOf('Mon Dec 24 18:30:00 2036'))
  expect(formOf('Sat Nov 21 09:05:07 2026')).not.toBe(formOf('2026-11-21 09:05:07'))
  expect(formOf('hello')).not.toBe(formOf(''))
})
