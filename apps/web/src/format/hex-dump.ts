const ROW = 16

/** Sixteen bytes a line: where they are in the stream, in hexadecimal, and as ASCII. */
export function hexDump(bytes: Uint8Array, offset: number): string {
  const lines: string[] = []
  for (let start = 0; start < bytes.length; start += ROW) {
    const row = [...bytes.subarray(start, start + ROW)]
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const ascii = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
    lines.push(`${(offset + start).toString(16).padStart(8, '0')}  ${hex.padEnd(3 * ROW - 1)}  ${ascii}`)
  }
  return lines.join('\n')
}
