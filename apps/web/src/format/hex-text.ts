import { mistakeAt, type Typed } from './typed.ts'

const DIGIT = /[0-9a-fA-F]/
/** Between bytes anything of this may stand, as other programs print it. */
const BETWEEN = /[\s:,-]/

/** Pairs of hexadecimal digits, sixteen bytes a line. */
export function showHex(bytes: Uint8Array): string {
  const pairs = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'))
  const lines: string[] = []
  for (let at = 0; at < pairs.length; at += 16) lines.push(pairs.slice(at, at + 16).join(' '))
  return lines.join('\n')
}

/** And back, however the pairs are set apart. */
export function readHex(typed: string): Typed {
  const bytes: number[] = []
  for (let at = 0; at < typed.length; at++) {
    const first = typed.charAt(at)
    if (BETWEEN.test(first)) continue
    if (!DIGIT.test(first)) return mistakeAt(at, 1, `“${first}” is no hexadecimal digit (0–9, a–f)`)
    const second = typed.charAt(at + 1)
    if (!DIGIT.test(second))
      return mistakeAt(at, 1, `“${first}” stands alone: a byte has two digits, such as 0${first}`)
    bytes.push(Number.parseInt(first + second, 16))
    at++
  }
  return { bytes: Uint8Array.from(bytes), mistake: null }
}
