import type { ServiceState } from '@switchboard/contract'
import type { Command } from 'commander'
import { findService, listServices, type Service } from '../api/services.ts'
import type { Cli } from '../cli.ts'
import type { Style } from '../output/style.ts'
import type { Column } from '../output/table.ts'
import { addressInWords, bytesInWords } from '../output/words.ts'
import { describeService } from '../output/service.ts'

export function addServices(program: Command, cli: Cli): void {
  program
    .command('ls')
    .description('list the services')
    .action(async () => {
      const services = await listServices(await cli.connect())
      if (cli.json) return cli.screen.json(services)
      await cli.screen.table(COLUMNS, services)
    })
  program
    .command('show')
    .description('show a service: its settings, state and figures')
    .argument('<service>', 'name or id')
    .action(async (reference: string) => {
      const service = await findService(await cli.connect(), reference)
      if (cli.json) return cli.screen.json(service)
      await cli.screen.line(describeService(service))
    })
}

const COLUMNS: readonly Column<Service>[] = [
  { title: 'NAME', value: ({ name }) => name },
  { title: 'PROTOCOL', value: ({ protocol }) => protocol },
  { title: 'STATE', value: ({ state }) => state, style: ({ state }) => STYLES[state] },
  {
    title: 'ADDRESSES',
    value: ({ endpoints, listen }) => addresses(endpoints.length > 0 ? endpoints : listen),
  },
  { title: 'OPEN', value: ({ stats }) => stats.openConnections, align: 'right' },
  { title: 'TOTAL', value: ({ stats }) => stats.totalConnections, align: 'right' },
  { title: 'IN', value: ({ stats }) => bytesInWords(stats.bytesIn), align: 'right' },
  { title: 'OUT', value: ({ stats }) => bytesInWords(stats.bytesOut), align: 'right' },
]

export const STYLES: Record<ServiceState, Style> = {
  stopped: 'dim',
  starting: 'cyan',
  running: 'green',
  degraded: 'yellow',
  draining: 'cyan',
  backoff: 'yellow',
  failed: 'red',
}

const addresses = (list: Service['endpoints'] | Service['listen']) => list.map(addressInWords).join(', ')
