import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { distancesOf, labelOf } from './chart-time.ts'
import { timeAt, type ChartData } from './chart.ts'

/** Resolved colours: a canvas knows no custom properties. */
export type Palette = { text: string; grid: string; lines: string[] }

export type PlotParts = {
  element: HTMLElement
  height: number
  /** Of now: asked for again whenever something is drawn. */
  data: () => ChartData
  palette: () => Palette
  format: (value: number) => string
  /** Whether the axis goes in powers of two. */
  binary: boolean
  /** The least that the axis reaches up to, so that silence is not blown up. */
  least: number
  /** The pointer is at this time; null: it has left. */
  onpoint: (time: number | null) => void
}

const DASHES: Record<1 | 2 | 3, number[]> = { 1: [], 2: [6, 4], 3: [2, 3] }
const POWERS_OF_TWO = Array.from({ length: 51 }, (_, power) => 2 ** power)
const AXIS = { font: '11px system-ui, sans-serif', ticks: { show: false } }

/** Draws a chart into `element`, and again when its data change by `setData(alignedOf(…))`. */
export function plot(parts: PlotParts): uPlot {
  return new uPlot(optionsOf(parts), alignedOf(parts.data()), parts.element)
}

/** Times first, then the values of each line. */
export function alignedOf(data: ChartData): uPlot.AlignedData {
  const times = Array.from(data.lines[0]?.values ?? [], (_value, index) => timeAt(data, index))
  return [times, ...data.lines.map(({ values }) => [...values])]
}

function optionsOf(parts: PlotParts): uPlot.Options {
  const { element, height, data, palette, format, binary, least, onpoint } = parts
  const text = () => palette().text
  const distances = distancesOf(data().step)
  return {
    width: element.clientWidth,
    height,
    padding: [10, 20, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { range: () => spanOf(data()) },
      y: { range: (_plot, _min, max) => [0, Math.max(least, (max || 0) * 1.08)] },
    },
    axes: [
      {
        ...AXIS,
        stroke: text,
        grid: { show: false },
        space: 70,
        size: 26,
        values: (_plot, times) => times.map((time) => labelOf(time, data().step)),
        ...(distances && { incrs: distances }),
      },
      {
        ...AXIS,
        stroke: text,
        size: 74,
        space: 34,
        grid: { stroke: () => palette().grid, width: 1 },
        values: (_plot, values) => values.map(format),
        ...(binary && { incrs: POWERS_OF_TWO }),
      },
    ],
    series: [{}, ...data().lines.map(({ style, label }, index) => seriesOf(parts, label, style, index))],
    hooks: {
      setCursor: [({ cursor: { idx } }) => onpoint(typeof idx !== 'number' ? null : timeAt(data(), idx))],
    },
  }
}

function seriesOf({ palette }: PlotParts, label: string, style: 1 | 2 | 3, index: number): uPlot.Series {
  return {
    label,
    stroke: () => palette().lines[index] ?? '',
    width: 1.25,
    dash: DASHES[style],
    points: { show: false, size: 4, filter: (plot, place) => lonely(plot.data[place] ?? []) },
    ...(style === 1 && { fill: () => `color-mix(in srgb, ${palette().lines[index]} 12%, transparent)` }),
  }
}

/** The indexes of values between two gaps, through which no line goes. */
function lonely(values: ArrayLike<number | null | undefined>): number[] {
  const isKnown = (index: number) => typeof values[index] === 'number'
  const indexes = Array.from(values, (_value, index) => index)
  return indexes.filter((index) => isKnown(index) && !isKnown(index - 1) && !isKnown(index + 1))
}

function spanOf(data: ChartData): [number, number] {
  return [data.from, timeAt(data, (data.lines[0]?.values.length ?? 1) - 1)]
}
