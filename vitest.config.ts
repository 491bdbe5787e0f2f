import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // By default Vitest leaves one core out; the files of `unit` mostly wait for programs of their own.
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
          name: 'end-to-end',
          include: ['test/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 10_000 } },
        },
      },
    ],
  },
})
