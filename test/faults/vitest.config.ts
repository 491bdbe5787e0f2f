import { defineConfig } from 'vitest/config'

/** `npm run test:faults`: the rows alone, one after the other, and the table instead of a list. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.{test,faults}.ts'],
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    reporters: ['./table.ts'],
  },
})
