import { topToShow, type Position } from './follow.ts'

/** The scrolled element of the log, in the coordinates of its rows. */
export class ListScroll {
  viewport = $state.raw<HTMLElement>()
  position = $state.raw<Position>({ top: 0, height: 0, view: 0 })
  #head: () => number

  /** `head`: pixels of the head of the table, which lies over the upper edge and takes its height away. */
  constructor(head: () => number) {
    this.#head = head
  }

  /** Takes in where the element stands now; answers where it stood before. */
  measure(): Position {
    const before = this.position
    if (!this.viewport) return before
    const { scrollTop, scrollHeight, clientHeight } = this.viewport
    this.position = { top: scrollTop, height: scrollHeight - this.#head(), view: clientHeight - this.#head() }
    return before
  }

  toEnd(): void {
    if (this.viewport) this.viewport.scrollTop = this.viewport.scrollHeight
    this.measure()
  }

  /** Moves with rows that came or went above. */
  by(pixels: number): void {
    if (this.viewport && pixels !== 0) this.viewport.scrollTop += pixels
    this.measure()
  }

  /** Brings a row wholly into view. */
  show(index: number, rowHeight: number): void {
    if (this.viewport) this.viewport.scrollTop = topToShow(index, this.position, rowHeight)
    this.measure()
  }
}
