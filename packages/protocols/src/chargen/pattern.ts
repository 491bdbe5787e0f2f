const FIRST = 0x20
const PRINTING = 95
const WIDTH = 72

/**
 * The pattern of RFC 864 from its first line on, over and over: 72 of the 95 printing characters of ASCII, each line
 * begins one character later than the last, and ends with CR LF. After `PATTERN_BYTES` it begins anew.
 */
export const PATTERN_BYTES = PRINTING * (WIDTH + 2)

/** `rounds` times the whole pattern. */
export function pattern(rounds: number): Buffer {
  const lines = Array.from({ length: PRINTING }, (_, line) => `${characters(line)}\r\n`)
  return Buffer.from(lines.join('').repeat(rounds), 'ascii')
}

function characters(line: number): string {
  const codes = Array.from({ length: WIDTH }, (_, column) => FIRST + ((line + column) % PRINTING))
  return String.fromCharCode(...codes)
}
