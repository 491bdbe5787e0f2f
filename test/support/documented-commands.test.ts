import { expect, test } from 'vitest'
import { documentedCommands } from './documented-commands.ts'

const fenced = (opening: string, text: string) => `\`\`\`${opening}\n${text}\n\`\`\`\n`

test('takes marked commands in order, each with the output that follows it', () => {
  const markdown = [
    '# Title\n',
    fenced('sh test', 'echo one\necho two'),
    'prints\n',
    fenced('text output', 'one\ntwo'),
    fenced('sh', 'rm -rf /'),
    fenced('sh test', 'true'),
    fenced('json', '{}'),
  ].join('')
  expect(documentedCommands(markdown)).toEqual([
    { script: 'echo one\necho two\n', output: 'one\ntwo', line: 2 },
    { script: 'true\n', output: null, line: 14 },
  ])
})
