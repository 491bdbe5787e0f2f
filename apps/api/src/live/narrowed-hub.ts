import { ChangeHub, type ChangePage, type ChangeReader } from './change-hub.ts'
import type { Changes } from './change-log.ts'

type Parts<Note> = {
  /** Where changes of all things come from. */
  all: ChangeHub<Note>
  passes: (id: string, note: Note) => boolean
  render: (changes: Changes<Note>) => string
}

/** What readers are told who may not know of everything. It goes with its last reader. */
export class NarrowedHub<Note> implements ChangeReader<Note> {
  readonly hub: ChangeHub<Note>
  readonly #passes: Parts<Note>['passes']
  #position: number

  constructor({ all, passes, render }: Parts<Note>) {
    this.#passes = passes
    this.#position = all.end
    this.hub = new ChangeHub(render, { onIdle: all.follow(this) })
  }

  get position(): number {
    return this.#position
  }

  take({ changes, to }: ChangePage<Note>): void {
    this.#position = to
    this.hub.publish(new Map([...changes].filter(([id, note]) => this.#passes(id, note))))
  }

  /** It takes every page, and is never behind. */
  lose(): void {}
}
