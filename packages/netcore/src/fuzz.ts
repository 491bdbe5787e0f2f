/** Every fuzz test tries so many times its own number of inputs: `SWITCHBOARD_FUZZ_FACTOR`, 1 unless told otherwise. */
const FACTOR = Number(process.env.SWITCHBOARD_FUZZ_FACTOR ?? 1)

/** How many inputs a property is tried with: `runs` in `npm test`, many times that in `npm run test:fuzz`. */
export function fuzzRuns(runs: number): number {
  return Math.max(1, Math.round(runs * FACTOR))
}
