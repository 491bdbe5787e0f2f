/** A command that a document shows, and what it promises to print (null: nothing is promised). */
export type DocumentedCommand = {
  script: string
  output: string | null
  /** Whether `output` is an example: other figures and words of the same form are as good. */
  isExample: boolean
  /** Programs without which it cannot be tried. */
  needs: string[]
  line: number
}

const fence = /^```(?:sh (test)(?: needs ([\w ]+))?|\w+ (output|like))\n([\s\S]*?)^```$/gm

/**
 * The commands a Markdown text marks for testing: fenced blocks opened with `sh test`, or `sh test needs socat python3`
 * where not every machine has what they take. A following block opened with `text output` is what the command before
 * it prints; opened with `text like`, an example of it.
 */
export function documentedCommands(markdown: string): DocumentedCommand[] {
  const commands: DocumentedCommand[] = []
  for (const { 1: isTest, 2: needs, 3: kind, 4: text = '', index } of markdown.matchAll(fence)) {
    const last = commands.at(-1)
    const line = markdown.slice(0, index).split('\n').length
    if (isTest)
      commands.push({ script: text, output: null, isExample: false, needs: needs?.split(' ') ?? [], line })
    else if (last) Object.assign(last, { output: text.trimEnd(), isExample: kind === 'like' })
  }
  return commands
}

/** What stays of a text when its figures and words are others: `Sat Nov  7 09:05` and `Mon Dec 24 18:30` are alike. */
export const formOf = (text: string): string => text.replaceAll(/ *\d+/g, ' 0').replaceAll(/[A-Za-z]+/g, 'a')
