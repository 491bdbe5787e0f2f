// Imports point one way: apps → packages and the store, protocols → netcore, web → contract and filter.
// Each row says what the files of a folder may not import, and why. `exports` in the package.json files close the rest.

const rows = [
  {
    files: ['packages/netcore/src/**'],
    forbid: ['@switchboard/*', '!@switchboard/journal', 'fastify*', '@fastify/*', '@prisma/*', 'svelte*'],
    why: 'netcore knows nothing of HTTP or SQL, and of the other packages only the journal.',
  },
  {
    files: ['packages/journal/src/**'],
    forbid: ['@switchboard/*', 'node:*'],
    why: 'Entries are plain values: engines, manager and store share them.',
  },
  {
    files: ['packages/contract/src/**'],
    forbid: ['@switchboard/*', 'node:*'],
    why: 'The contract is pure: browser, API and command line share it.',
  },
  {
    files: ['packages/filter/src/**'],
    forbid: ['@switchboard/*', 'node:*'],
    why: 'A filter is plain values: browser, API and store share it.',
  },
  {
    files: ['packages/protocols/src/**'],
    forbid: ['@switchboard/api', '@switchboard/store', '@switchboard/contract', 'fastify*', '@prisma/*'],
    why: 'A protocol knows netcore and what it is handed, nothing else.',
  },
  {
    files: ['prisma/src/**'],
    forbid: ['@switchboard/*', '!@switchboard/journal', '!@switchboard/filter', 'fastify*', '@fastify/*'],
    why: 'The store knows rows, not services or HTTP.',
  },
  {
    files: ['apps/web/src/**'],
    forbid: [
      'node:*',
      '@switchboard/api*',
      '@switchboard/store',
      '@switchboard/netcore*',
      '@switchboard/protocols',
    ],
    why: 'The dashboard runs in a browser and knows the contract only.',
  },
  {
    files: ['apps/api/src/resources/**', 'apps/api/src/live/**'],
    forbid: ['@prisma/*', '**/generated/**', 'node:dgram', 'node:child_process'],
    why: 'Rows come from the store, sockets from netcore.',
  },
  // Inside netcore. Manager: service-manager → service → engine-pool → engine-channel.
  {
    files: ['packages/netcore/src/engine-channel.ts'],
    forbid: ['./engine-pool.ts', './service.ts', './service-manager.ts', './engine.ts', './listener.ts'],
    why: 'The channel is messages only.',
  },
  {
    files: ['packages/netcore/src/engine-pool.ts'],
    forbid: ['./service.ts', './service-manager.ts', './engine.ts', './listener.ts'],
    why: 'The pool carries services without knowing their lifecycle.',
  },
  {
    files: ['packages/netcore/src/service.ts'],
    forbid: ['./service-manager.ts', './engine.ts', './listener.ts'],
    why: 'A service does not know the set it is in.',
  },
  // Engine: engine → listener → transports → connection → journal.
  {
    files: ['packages/netcore/src/listener.ts'],
    forbid: ['./engine.ts', './engine-pool.ts', './service.ts', './service-manager.ts'],
    why: 'A listener does not know the engine it runs in.',
  },
  {
    files: ['packages/netcore/src/transports/**'],
    forbid: ['../listener.ts', '../engine.ts', '../engine-pool.ts', '../service.ts', '../service-manager.ts'],
    why: 'A transport turns sockets into connections and knows nothing above them.',
  },
  {
    files: ['packages/netcore/src/connection.ts', 'packages/netcore/src/framing/**'],
    forbid: ['**/transports/**', '**/listener.ts', '**/engine.ts', '**/service*.ts'],
    why: 'A connection does not know where it came from.',
  },
  {
    files: ['packages/netcore/src/journal.ts'],
    forbid: ['./connection.ts', '**/transports/**', './listener.ts', './engine.ts'],
    why: 'The journal is the lowest storey.',
  },
]

export const importDirections = rows.map(({ files, forbid, why }) => ({
  files,
  ignores: ['**/*.test.ts'],
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group: forbid, message: why }] }] },
}))
