import type { Argument, Command, Option } from 'commander'

/** Something that may stand at the cursor, and what it means. */
export type Candidate = { value: string; description: string }

/** What may stand at the cursor: options, subcommands or fixed words; or the names of things that only the manager knows. */
export type Proposal = { candidates: Candidate[]; kind?: 'service' | 'protocol' }

/** What may come as the last of these words, which may be empty or half written. They stand behind `switchboard`. */
export function candidatesFor(program: Command, words: readonly string[]): Proposal {
  const current = words.at(-1) ?? ''
  const { command, option, position } = walk(program, words.slice(0, -1))
  if (option) return valuesOf(option, kindOfOption(option))
  if (current.startsWith('-')) return { candidates: optionsOf(command).map(describe) }
  const subcommands = command.createHelp().visibleCommands(command)
  if (subcommands.length > 0)
    return { candidates: subcommands.map((it) => ({ value: it.name(), description: it.description() })) }
  const argument =
    command.registeredArguments[position] ?? command.registeredArguments.findLast(({ variadic }) => variadic)
  return argument ? valuesOf(argument, argument.name()) : { candidates: [] }
}

/** Where the words before the cursor lead: a command, whether an option waits for its value, and how many arguments it has. */
type Place = { command: Command; option: Option | undefined; position: number }

function walk(program: Command, words: readonly string[]): Place {
  const place: Place = { command: program, option: undefined, position: 0 }
  for (const word of words) step(place, word)
  return place
}

function step(place: Place, word: string): void {
  if (place.option) place.option = undefined
  else if (word.startsWith('-')) {
    const option = optionsOf(place.command).find(
      (candidate) => candidate.long === word || candidate.short === word,
    )
    place.option = option && takesValue(option) ? option : undefined
  } else {
    const inner = place.command.commands.find((candidate) => candidate.name() === word)
    if (inner) place.command = inner
    else place.position += 1
  }
}

const takesValue = ({ required, optional }: Option) => required || optional

function optionsOf(command: Command): readonly Option[] {
  const help = command.createHelp()
  return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)]
}

const describe = ({ long, short, description }: Option): Candidate => ({
  value: long ?? short ?? '',
  description,
})

const kindOfOption = (option: Option) => option.attributeName()

function valuesOf({ argChoices = [] }: Argument | Option, name: string): Proposal {
  const candidates = argChoices.map((value) => ({ value, description: '' }))
  if (name === 'service' || name === 'to') return { candidates, kind: 'service' }
  return name === 'protocol' ? { candidates, kind: 'protocol' } : { candidates }
}
