import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const surroundings = {
  // What takes a second alone takes several on a busy machine: only what hangs may fail for its time.
  ...{ testTimeout: 120_000, hookTimeout: 60_000, expect: { poll: { timeout: 20_000 } } },
  // Managers and engines begin with what those before them have compiled: alone each would take three times as long.
  env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'node') },
}

export default defineConfig({
  test: {
    // By default Vitest leaves one core out; most tests wait for programs of their own.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...surroundings,
          name: 'unit',
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
          exclude: ['test/faults/**'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Faults need the machine for themselves.
        test: {
          ...surroundings,
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
