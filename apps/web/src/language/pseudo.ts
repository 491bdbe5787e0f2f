import type { CompiledElement } from 'wuchale/compiler'

const PLAIN = 'AaCcDdEeGgHhIiKkLlNnOoRrSsTtUuWwYyZz'
const ACCENTED = 'ÁáÇçĎďÉéĜĝĤĥÍíĶķĹĺÑñÓóŔŕŠšŤťÚúŴŵÝýŽž'

const accent = (text: string) => [...text].map((letter) => ACCENTED[PLAIN.indexOf(letter)] ?? letter).join('')

/** As much longer as a language with long words makes it. */
const padding = (length: number) => '~'.repeat(Math.ceil(length * 0.4))

function lengthOf(element: CompiledElement | number): number {
  if (typeof element === 'number') return 0
  return typeof element === 'string'
    ? element.length
    : element.reduce<number>((sum, part) => sum + lengthOf(part), 0)
}

function accented<Element extends CompiledElement | number>(element: Element): Element {
  if (typeof element === 'string') return accent(element) as Element
  return (Array.isArray(element) ? element.map(accented) : element) as Element
}

/** `Save` → `[Šávé~~]`: whatever is shown without brackets cannot be translated. */
export function pseudo(element: CompiledElement): CompiledElement {
  const end = `${padding(lengthOf(element))}]`
  return typeof element === 'string'
    ? `[${accent(element)}${end}`
    : (['[', ...accented(element), end] as CompiledElement)
}
