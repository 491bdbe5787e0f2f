import type { HeuristicFunc, Message } from 'wuchale'

/** Attributes and properties of components that are read by people, whatever their first letter. */
const READ =
  /^(aria-(label|description|placeholder|roledescription|valuetext)|alt|description|hint|label|placeholder|question|text|title|verb)$/

/** Elements whose content is not language. */
const VERBATIM = new Set(['code', 'kbd', 'path', 'pre', 'samp', 'script', 'style'])

/** What is called with strings that are code. */
const CALLS =
  /(^|\.)(addEventListener|closest|endsWith|fetch|get|has|includes|matches|matchMedia|querySelector|querySelectorAll|raw|replace|replaceAll|set|split|startsWith)$/

/** Keys of the keyboard as events name them, alone or together. */
const KEYS =
  /^(Alt|AltGraph|Arrow(Up|Down|Left|Right)|Backspace|CapsLock|Control|Enter|Escape|Meta|Page(Up|Down)|Shift|((Mod|Shift|Alt)\+\w*))$/

/** What occurs in selectors, commands and programs, not in sentences. */
const CODE =
  /[{}$=|;<>_\\@[]|\/\/|::|\d(px|fr)\b|color-mix|^[a-z-]+:|'\S|#-\w|^(button|curl|import|main|nc|printf|quiet|sleep|with) |\(\w*\)/

/**
 * Whether a string of the dashboard is shown to people. In markup everything is; a string in a program is one when it
 * begins like a sentence or has several words. `compared` are the strings with which this file compares.
 */
export const isText =
  (compared: ReadonlySet<string>): HeuristicFunc =>
  (message) => {
    const { scope, element = '', attribute = '' } = message.details
    const text = message.msgStr.join(' ')
    if (!/\p{L}/u.test(text) || VERBATIM.has(element) || KEYS.test(text)) return false
    if (scope === 'markup') return 'message'
    if (scope === 'attribute') return (READ.test(attribute) || beginsLikeASentence(text)) && 'message'
    return isTextOfProgram(message, text, compared) && 'message'
  }

function isTextOfProgram({ details }: Message, text: string, compared: ReadonlySet<string>): boolean {
  // Keeps the transformer from making a constant `$derived`: the language changes with a reload only.
  details.topLevelCall = '$state'
  // It is looked up without blanks at its ends, which would be lost: such fragments are no whole texts anyway.
  if (text !== text.trim()) return false
  if (compared.has(text) || /^-\w/.test(text) || CALLS.test(details.call ?? '')) return false
  return beginsLikeASentence(text) || (/\p{Ll}.* | .*\p{Ll}/u.test(text) && !CODE.test(text))
}

/** A capital, and not only capitals: those are methods, units and names of characters. */
const beginsLikeASentence = (text: string) => /^\P{L}*\p{Lu}/u.test(text) && /\p{Ll}|\p{Lo}/u.test(text)

/** The strings that a source compares with something, has as keys or as classes: they are codes, not texts. */
export function comparedIn(source: string): Set<string> {
  const found = source.matchAll(
    /(?:[=!]==|\bcase)\s*'([^'\n]+)'|'([^'\n]+)'\s*[=!]==|[{,]\s*'([^'\n]+)'\s*:/g,
  )
  const classes = [...source.matchAll(/class=\{.*?\}[\s>]/gs)].flatMap(([all]) => [
    ...all.matchAll(/'([^'\n]+)'/g),
  ])
  return new Set([...found, ...classes].flatMap(([, ...groups]) => groups.filter((one) => one !== undefined)))
}
