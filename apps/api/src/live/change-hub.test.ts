import { expect, onTestFinished, test, vi } from 'vitest'
import { ChangeHub, type ChangePage, type ChangeReader } from './change-hub.ts'

/** Takes pages while it is `awake`, and notes what it was told. */
class Reader implements ChangeReader<number> {
  position: number
  isAwake = true
  isLost = false
  readonly told = new Map<string, number>()
  readonly #hub: ChangeHub<number>

  constructor(hub: ChangeHub<number>) {
    this.#hub = hub
    this.position = hub.end
    hub.follow(this)
  }

  take({ changes, to }: ChangePage<number>): void {
    if (!this.isAwake) return
    this.position = to
    for (const [id, note] of changes) this.told.set(id, note)
  }

  lose(): void {
    this.isLost = true
  }

  /** Takes what it left; answers in how many pages. */
  wake(): number {
    this.isAwake = true
    let pages = 0
    for (let page = this.#hub.next(this.position); page; page = this.#hub.next(this.position)) {
      this.take(page)
      pages++
    }
    return pages
  }
}

const aHub = () => new ChangeHub<number>((changes) => JSON.stringify([...changes]))

/** Changes of so many things, from the first one on. */
const changes = (count: number, note: number, first = 0) =>
  new Map(Array.from({ length: count }, (_, at) => [`id-${first + at}`, note]))

test('changes are gathered for a moment: a thing is told of once, with its newest note', () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const hub = aHub()
  const reader = new Reader(hub)
  for (const note of [1, 2, 3]) hub.note('id', note)
  expect(reader.told.size).toBe(0)
  vi.runAllTimers()
  expect([...reader.told]).toEqual([['id', 3]])
})

test('what a reader leaves is kept for it, the newest note of each thing, and given in pages', () => {
  const hub = aHub()
  const [quick, slow] = [new Reader(hub), new Reader(hub)]
  slow.isAwake = false
  hub.publish(changes(450, 1))
  hub.publish(changes(300, 2, 400))
  expect(quick.told).toEqual(new Map([...changes(450, 1), ...changes(300, 2, 400)]))
  expect(slow.told.size).toBe(0)
  expect(slow.wake()).toBe(4)
  expect(slow.told).toEqual(quick.told)
  hub.publish(changes(1, 3))
  expect(slow.told.get('id-0')).toBe(3)
})

test('a reader for which too much would have to be kept is lost, the others are not', () => {
  const hub = aHub()
  const [quick, slow] = [new Reader(hub), new Reader(hub)]
  slow.isAwake = false
  for (let round = 0; round < 3; round++) hub.publish(changes(10_000, round))
  expect(slow.isLost).toBe(false)
  hub.publish(changes(1, 4, 10_000))
  expect([quick.isLost, slow.isLost]).toEqual([false, true])
  expect(quick.told.size).toBe(10_001)
})

test('it tells when the first reader has come, and when the last one has gone', () => {
  const [onBusy, onIdle] = [vi.fn(), vi.fn()]
  const hub = new ChangeHub<number>(() => '', { onBusy, onIdle })
  expect(onBusy).not.toHaveBeenCalled()
  const reader = { position: 0, take() {}, lose() {} }
  const [first, second] = [hub.follow(reader), hub.follow({ ...reader })]
  expect(onBusy).toHaveBeenCalledOnce()
  first()
  first()
  expect(onIdle).not.toHaveBeenCalled()
  second()
  expect(onIdle).toHaveBeenCalledOnce()
})
