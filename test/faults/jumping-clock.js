// Preloaded with --import: from now on the wall clock of the process jumps five times a second.

const HOUR = 3_600_000
const DAY = 24 * HOUR
const LONG_MS = 200

const RealDate = Date
const started = RealDate.now()
const TO_1970 = -started
const TO_2038 = 2 ** 31 * 1000 - started
const SHIFTS = [0, HOUR, -HOUR, DAY, -DAY, TO_1970, TO_2038]

const now = () => RealDate.now() + (SHIFTS[Math.floor(performance.now() / LONG_MS) % SHIFTS.length] ?? 0)

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, self) => Reflect.construct(target, args.length === 0 ? [now()] : args, self),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
})
