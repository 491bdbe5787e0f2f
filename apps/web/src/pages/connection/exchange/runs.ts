/** Bytes that are marked: what was looked for; `current`: the place one has come to. */
export type Mark = { from: number; to: number; isCurrent: boolean }

/** Bytes that look alike: of one part (a message of a chunk, or a chunk of a message), and marked or not. */
export type Run = {
  from: number
  to: number
  part: number
  mark: 'match' | 'current' | null
  /** Whether the part really ends with it. */
  ends: boolean
}

type Extent = { from: number; to: number }

/**
 * Cuts `window` of some bytes where parts end and where marks begin and end; both are in order. `signs`: where a part
 * really ends, and does not go on elsewhere.
 */
export function runsOf(
  window: Extent,
  partEnds: readonly number[],
  marks: readonly Mark[],
  signs: readonly number[] = partEnds,
): Run[] {
  const borders = new Set([window.from, window.to])
  for (const place of [...partEnds, ...marks.flatMap(({ from, to }) => [from, to])])
    if (place > window.from && place < window.to) borders.add(place)
  const places = [...borders].sort((a, b) => a - b)
  const ends = new Set(signs)
  let part = 0
  let mark = 0
  return places.slice(1).map((to, index) => {
    const from = places[index] ?? 0
    while ((partEnds[part] ?? Infinity) <= from) part++
    while ((marks[mark]?.to ?? Infinity) <= from) mark++
    const here = marks[mark]
    const isMarked = here !== undefined && here.from <= from
    return {
      from,
      to,
      part,
      mark: isMarked ? (here.isCurrent ? 'current' : 'match') : null,
      ends: ends.has(to),
    }
  })
}

/** A piece of a row in hexadecimal or ASCII, with how it looks. */
export type RowPiece = Pick<Run, 'part' | 'mark'> & { text: string }
export type HexRow = { at: string; hex: RowPiece[]; ascii: RowPiece[] }

const ROW = 16

/** Sixteen bytes a line: where they are in the stream, in hexadecimal, and as ASCII. `offset` is that of the first byte. */
export function hexRows(bytes: Uint8Array, offset: number, runs: readonly Run[]): HexRow[] {
  const rows: HexRow[] = []
  const from = runs[0]?.from ?? 0
  const to = runs.at(-1)?.to ?? 0
  let run = 0
  for (let start = from; start < to; start += ROW) {
    const row: HexRow = { at: (offset + start).toString(16).padStart(8, '0'), hex: [], ascii: [] }
    const end = Math.min(start + ROW, to)
    while (run < runs.length) {
      const here = runs[run]
      if (!here) break
      const piece = bytes.subarray(Math.max(start, here.from), Math.min(end, here.to))
      const { part, mark } = here
      const gap = here.to < end ? ' ' : ''
      row.hex.push({ part, mark, text: [...piece].map(pair).join(' ') + gap })
      row.ascii.push({ part, mark, text: [...piece].map(character).join('') })
      if (here.to > end) break
      run++
      if (here.to === end) break
    }
    rows.push(row)
  }
  return rows
}

const pair = (byte: number) => byte.toString(16).padStart(2, '0')
const character = (byte: number) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')

/** Blanks that fill the hexadecimal column of the last row. */
export const paddingOf = ({ hex }: HexRow): string =>
  ' '.repeat(3 * ROW - 1 - hex.reduce((width, { text }) => width + text.length, 0))

/** A run as text. `breaks`: a line break ended it, which is shown as a sign. */
export type TextRun = Run & { text: string; breaks: boolean }

export function textRuns(bytes: Uint8Array, runs: readonly Run[]): TextRun[] {
  return runs.map((run) => {
    const text = new TextDecoder().decode(bytes.subarray(run.from, run.to))
    const breaks = run.ends && text.endsWith('\n')
    return { ...run, text: breaks ? text.replace(/\r?\n$/, '') : text, breaks }
  })
}
