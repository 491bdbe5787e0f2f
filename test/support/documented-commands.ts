/** A command that a document shows, and what it promises to print (null: nothing is promised). */
export type DocumentedCommand = { script: string; output: string | null; line: number }

const fence = /^```(?:sh (test)|\w+ (output))\n([\s\S]*?)^```$/gm

/**
 * The commands a Markdown text marks for testing: fenced blocks opened with `sh test`. A following block opened with
 * `text output` is what the command before it prints.
 */
export function documentedCommands(markdown: string): DocumentedCommand[] {
  const commands: DocumentedCommand[] = []
  for (const { 1: isTest, 3: text = '', index } of markdown.matchAll(fence)) {
    const last = commands.at(-1)
    if (isTest)
      commands.push({ script: text, output: null, line: markdown.slice(0, index).split('\n').length })
    else if (last) last.output = text.trim()
  }
  return commands
}
