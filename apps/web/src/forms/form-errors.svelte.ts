import { tick } from 'svelte'
import type { FieldError } from './field-error.ts'
import { isSame } from './leaves.ts'

/** The id of the control for a JSON pointer: `/listen/0/port` → `field-listen-0-port`. */
export const fieldId = (path: string) => `field${path.replaceAll('/', '-')}`

const isWithin = (error: FieldError, path: string) => error.path === path || error.path.startsWith(`${path}/`)

/** Which fields of a form are wrong, by JSON pointer. A field is judged when it is left, and then at every change. */
export class FormErrors {
  list = $state.raw<readonly FieldError[]>([])
  /** Somebody wanted to send the form as it is. */
  #refused = $state(false)
  #judge: () => FieldError[]
  /** What the server found wrong with fields that were not changed since. */
  #verdict: readonly FieldError[] = []

  /** `judge` finds every error of what the form holds now. */
  constructor(judge: () => FieldError[]) {
    this.#judge = judge
  }

  /** What kept the form from being sent, as far as it is not mended. */
  get summary(): readonly FieldError[] {
    return this.#refused ? this.list : []
  }

  of(path: string): string | null {
    return this.list.find((error) => error.path === path)?.message ?? null
  }

  /** Everything wrong with a field and what lies below it, as one text. */
  within(path: string): string | null {
    const messages = this.list.filter((error) => isWithin(error, path)).map(({ message }) => message)
    return messages.length === 0 ? null : messages.join(' ')
  }

  /** Judges the field that was just left, and those below it. */
  left(path: string): void {
    const own = (error: FieldError) => isWithin(error, path)
    const found = [...this.#judge().filter(own), ...this.#verdict.filter(own)]
    // What is still wrong keeps its place: a link of the summary must not move away under the pointer that leaves a field.
    if (isSame(found, this.list.filter(own))) return
    this.list = [...this.list.filter((error) => !own(error)), ...found]
  }

  /** Judges again what is marked wrong; a server's verdict on a changed field no longer counts. */
  changed(path: string): void {
    this.#verdict = this.#verdict.filter((error) => !isWithin(error, path))
    if (this.within(path) !== null) this.left(path)
  }

  /** Judges everything. Returns whether the form may be sent; otherwise the first wrong control has the focus. */
  passes(): boolean {
    this.#verdict = []
    this.#refuse(this.#judge())
    return this.list.length === 0
  }

  /** Takes over what the server found wrong; the first control it names gets the focus. */
  take(found: readonly FieldError[]): void {
    this.#verdict = found
    this.#refuse(found)
  }

  /** Brings one control into sight and puts the focus there. */
  focus(path: string): void {
    show(document.getElementById(fieldId(path)))
  }

  #refuse(found: readonly FieldError[]): void {
    this.list = found
    this.#refused = found.length > 0
    if (this.#refused) void this.focusFirst()
  }

  async focusFirst(): Promise<void> {
    await tick()
    const wrong = '[aria-invalid="true"]'
    const named = this.list.map(({ path }) => document.getElementById(fieldId(path)))
    show(named.find((control) => control?.matches(wrong)) ?? document.querySelector<HTMLElement>(wrong))
  }
}

function show(control: HTMLElement | null): void {
  control?.closest('details')?.setAttribute('open', '')
  control?.focus()
}
