import type { Cores } from './cores.ts'
import type { Machine } from './machine.ts'
import type { Settings } from './settings.ts'

/** From this load average on, somebody else's work is in the figures. */
const BUSY = 0.5

/** What a run is about. `seconds` is what it took. */
export type Circumstances = { machine: Machine; cores: Cores; settings: Settings; seconds: number }

/** What a reader must know before the tables: the machine, who had which core, how it was measured. */
export function heading({ machine, cores, settings, seconds }: Circumstances): string {
  const { rounds, seconds: length } = settings
  return [
    describe(machine),
    placement(cores),
    others(machine),
    `${rounds} rounds of ${length} s, interleaved; medians; ${Math.round(seconds)} s in all.`,
  ].join('\n')
}

const describe = ({ cpu, cores, memoryGiB, kernel, node }: Machine) =>
  `${cpu}, ${cores} cores, ${memoryGiB} GiB; Linux ${kernel}; Node ${node}`

function placement({ server, load }: Cores): string {
  if (server === null || load === null)
    return 'Nothing is pinned to a core (that needs two cores and taskset).'
  return (
    `Core ${server}: the measured server, or Switchboard's one engine. Core ${load}: the load generator. ` +
    'The manager, and the engines where there are several: where the kernel puts them.'
  )
}

function others({ loadBefore }: Machine): string {
  const warning = 'Others are at work here: trust CPU time per operation more than rates.'
  return `Load average before the run: ${loadBefore.toFixed(1)}. ${loadBefore > BUSY ? warning : ''}`.trimEnd()
}
