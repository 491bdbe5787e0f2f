import { topToShow, type Position } from './follow.ts'

/** The scrolled element of the log, in the coordinates of its rows. */
export class ListScroll {
  viewport = $state.raw<HTMLElement>()
  position = $state.raw<Position>({ top: 0, height: 0, view: 0 })
  #head: () => number
  /** Where it stood when it was at the end last, of rows that were so high in all. */
  #end = { position: this.position, height: NaN }

  /** `head`: pixels of the head of the table, which lies over the upper edge and takes its height away. */
  constructor(head: () => number) {
    this.#head = head
  }

  /** Takes in where the element stands now; answers where it stood before. */
  measure(): Position {
    const before = this.position
    if (!this.viewport) return before
    const { scrollTop, scrollHeight, clientHeight } = this.viewport
    const [height, view] = [scrollHeight - this.#head(), clientHeight - this.#head()]
    if (scrollTop !== before.top || height !== before.height || view !== before.view)
      this.position = { top: scrollTop, height, view }
    return before
  }

  /**
   * Goes to the end of rows that are `height` pixels high in all. To ask where the element stands makes the browser lay
   * out the page at once: of a log that is full the answer is known, because as many rows go as come.
   */
  toEnd(height: number): void {
    if (!this.viewport || (height === this.#end.height && this.position === this.#end.position)) return
    this.viewport.scrollTop = this.viewport.scrollHeight
    this.measure()
    this.#end = { position: this.position, height }
  }

  /** Moves with rows that came or went above. */
  by(pixels: number): void {
    if (!this.viewport || pixels === 0) return
    this.viewport.scrollTop += pixels
    this.measure()
  }

  /** Brings a row wholly into view. */
  show(index: number, rowHeight: number): void {
    if (this.viewport) this.viewport.scrollTop = topToShow(index, this.position, rowHeight)
    this.measure()
  }
}
