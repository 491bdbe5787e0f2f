/**
 * The SVG path of a small line through values in a box of `width` × `height`, the newest at its right end; gaps stay open.
 * `count` values fill the width.
 */
export function sparklinePath(
  values: readonly (number | null)[],
  { width, height, count }: { width: number; height: number; count: number },
): string {
  const most = values.reduce<number>((largest, value) => Math.max(largest, value ?? 0), 0)
  const xOf = (index: number) => ((index + count - values.length) / (count - 1)) * width
  const yOf = (value: number) => height - (most === 0 ? 0 : (value / most) * height)
  const steps = values.map((value, index) => {
    if (value === null) return ''
    const move = (values[index - 1] ?? null) === null ? 'M' : 'L'
    return `${move}${xOf(index).toFixed(1)} ${yOf(value).toFixed(1)}`
  })
  return steps.join('')
}
