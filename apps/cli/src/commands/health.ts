import type { Command } from 'commander'
import { ok } from '../api/switchboard.ts'
import type { Cli } from '../cli.ts'
import { EXIT } from '../exit-codes.ts'
import { durationInWords } from '../output/words.ts'
import { visible } from '../output/visible.ts'

export function addHealth(program: Command, cli: Cli): void {
  program
    .command('health')
    .description('tell how the manager is; the exit code is 1 when something is degraded')
    .action(async () => {
      const { api, url } = await cli.connect()
      const health = await ok(api.GET('/api/v1/health'))
      if (health.status !== 'ok') cli.exitCode = EXIT.failed
      if (cli.json) return cli.screen.json(health)
      const { status, version, uptimeSeconds } = health
      const up = durationInWords(uptimeSeconds * 1000)
      await cli.screen.line(`${url}: ${status}, version ${visible(version)}, up for ${up}`)
      for (const [part, check] of Object.entries(health.checks))
        if (check.message !== null)
          await cli.screen.line(visible(`${part}: ${check.status}: ${check.message}`))
    })
}
