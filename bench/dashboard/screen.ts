/// <reference lib="dom" />

import type { CDPSession, Page } from 'playwright-core'

/** What the page did over a while. Times in milliseconds, shares of the time that passed. */
export type Frames = { fps: number; p95FrameMs: number; script: number; busy: number; rows: number }

/** The number of the newest line on the screen when a frame was painted, Unix milliseconds. */
export type Sighting = { line: number; at: number }

type Watching = { frames: number[]; sightings: Sighting[] }

/** The live log in a browser, with what Chromium tells of itself. */
export class Screen {
  readonly page: Page
  readonly #devtools: CDPSession

  static async of(page: Page): Promise<Screen> {
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Performance.enable')
    return new Screen(page, devtools)
  }

  private constructor(page: Page, devtools: CDPSession) {
    this.page = page
    this.#devtools = devtools
  }

  /** How many rows the log has, those that are not drawn included. */
  rowCount(): Promise<number> {
    return this.page.evaluate(countRows)
  }

  async frames(seconds: number): Promise<Frames> {
    const before = await this.#figures()
    const { frames } = await this.#watch(seconds, false)
    const after = await this.#figures()
    const passed = after.at - before.at
    const apart = frames.slice(1).map((at, index) => at - (frames[index] ?? at))
    apart.sort((a, b) => a - b)
    return {
      fps: (1000 * apart.length) / apart.reduce((sum, each) => sum + each, 0),
      p95FrameMs: apart[Math.floor(apart.length * 0.95)] ?? NaN,
      script: (after.script - before.script) / passed,
      busy: (after.busy - before.busy) / passed,
      rows: await this.rowCount(),
    }
  }

  async sightings(seconds: number): Promise<Sighting[]> {
    return (await this.#watch(seconds, true)).sightings
  }

  /** Bytes that are in use once the garbage is gone. */
  async heapBytes(): Promise<number> {
    await this.#devtools.send('HeapProfiler.collectGarbage')
    return (await this.#devtools.send('Runtime.getHeapUsage')).usedSize
  }

  async #figures(): Promise<{ at: number; script: number; busy: number }> {
    const { metrics } = await this.#devtools.send('Performance.getMetrics')
    const figure = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? NaN
    return { at: figure('Timestamp'), script: figure('ScriptDuration'), busy: figure('TaskDuration') }
  }

  #watch(seconds: number, withLines: boolean): Promise<Watching> {
    return this.page.evaluate(watchFrames, { ms: seconds * 1000, withLines })
  }
}

/** Runs in the page, where no row can be taken out between two looks. */
function countRows(): number {
  const heightOf = (what: string) =>
    [...document.querySelectorAll(`[role=grid] ${what}`)].at(-1)?.getBoundingClientRect().height ?? NaN
  return Math.round(heightOf('[role=rowgroup]') / heightOf('[aria-rowindex]')) || 0
}

/** Runs in the page. A frame's callback sees what the one before has painted. */
function watchFrames({ ms, withLines }: { ms: number; withLines: boolean }): Promise<Watching> {
  const newestLine = () => {
    const rows = [...document.querySelectorAll('[role=grid] [role=row]')]
    const lines = rows.map((row) => Number(/line (\d+)/.exec(row.textContent)?.[1] ?? -1))
    return Math.max(...lines, -1)
  }
  return new Promise((resolve) => {
    const watching: Watching = { frames: [], sightings: [] }
    const began = performance.now()
    const look = (at: number) => {
      watching.frames.push(at)
      if (withLines) watching.sightings.push({ line: newestLine(), at: performance.timeOrigin + at })
      if (at - began < ms) requestAnimationFrame(look)
      else resolve(watching)
    }
    requestAnimationFrame(look)
  })
}
