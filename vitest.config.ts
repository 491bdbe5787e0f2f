import { defineConfig } from 'vitest/config'

const patience = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 10_000 } } }

export default defineConfig({
  test: {
    // By default Vitest leaves one core out; most tests wait for programs of their own.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{apps,packages}/*/src/**/*.test.ts',
            'prisma/src/**/*.test.ts',
            '{bench,scripts}/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          ...patience,
          name: 'end-to-end',
          include: ['test/**/*.test.ts'],
          exclude: ['test/faults/**'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Faults need the machine for themselves.
        test: {
          ...patience,
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
