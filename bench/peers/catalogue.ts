import { switchboard } from './switchboard.ts'

export { bareNode } from './bare-node.ts'
export { pythonAsyncio, pythonThreads } from './python.ts'
export { xinetd } from './xinetd.ts'

export const oneEngine = switchboard(1, 'Switchboard, one engine')
export const allEngines = switchboard('all', 'Switchboard, all engines')
