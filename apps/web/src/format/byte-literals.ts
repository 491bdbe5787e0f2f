const ROW = 12
const hex = (byte: number) => byte.toString(16).padStart(2, '0')

/** Bytes as an array of C: twelve a line. C has no empty array, so nothing at all gets a byte of zero and a remark. */
export function cArray(bytes: Uint8Array, name: string): string {
  if (bytes.length === 0) return `const unsigned char ${name}[1] = { 0 }; /* empty */`
  const lines = rows(bytes, ROW).map((row) => `  ${[...row].map((byte) => `0x${hex(byte)}`).join(', ')},`)
  return [`const unsigned char ${name}[${bytes.length}] = {`, ...lines, '};'].join('\n')
}

const PYTHON_ESCAPES: Record<number, string> = {
  9: String.raw`\t`,
  10: String.raw`\n`,
  13: String.raw`\r`,
  0x22: String.raw`\"`,
  0x5c: String.raw`\\`,
}

/** The same as bytes of Python: a literal a line, broken after line feeds and after 64 bytes. */
export function pythonBytes(bytes: Uint8Array, name: string): string {
  const lines = pythonLines(bytes).map((line) => `b"${[...line].map(pythonByte).join('')}"`)
  if (lines.length < 2) return `${name} = ${lines[0] ?? 'b""'}`
  return [`${name} = (`, ...lines.map((line) => `    ${line}`), ')'].join('\n')
}

function pythonByte(byte: number): string {
  const escape = PYTHON_ESCAPES[byte]
  if (escape !== undefined) return escape
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${hex(byte)}`
}

const PYTHON_LINE = 64

function pythonLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = []
  for (let from = 0; from < bytes.length; from += lines.at(-1)?.length ?? 1) {
    const feed = bytes.indexOf(10, from)
    const end = feed === -1 ? bytes.length : feed + 1
    lines.push(bytes.subarray(from, Math.min(end, from + PYTHON_LINE)))
  }
  return lines
}

const rows = (bytes: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  )
