import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const surroundings = {
  // What takes a second alone takes several on a busy machine: only what hangs may fail for its time.
  ...{ testTimeout: 120_000, hookTimeout: 60_000, expect: { poll: { timeout: 20_000 } } },
  // One more try where nobody is there to look; the report names who needed it (`retry x1`), which is a defect.
  retry: process.env['CI'] ? 1 : 0,
  // Managers and engines begin with what those before them have compiled: alone each would take three times as long.
  env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'node') },
}

/** Rows of the table of faults that hold what happens against the clock: they need the machine for themselves. */
const measured = [
  'compare-timing',
  'descriptors',
  'engine-death',
  'jumping-clock',
  'signals',
  'stalled-engine',
  'stop-many',
  'store-trouble',
].map((name) => `test/faults/${name}.test.ts`)

export default defineConfig({
  test: {
    // By default Vitest leaves one core out; most tests wait for programs of their own.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...surroundings,
          name: 'unit',
          // A process and the modules of its own for each file would take longer than most of them.
          isolate: false,
          include: [
            '{apps,packages}/*/src/**/*.test.ts',
            'apps/web/texts/*.test.ts',
            'prisma/src/**/*.test.ts',
            '{bench,scripts}/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          ...surroundings,
          name: 'end-to-end',
          include: ['test/**/*.test.ts'],
          exclude: measured,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...surroundings,
          name: 'faults',
          include: measured,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
