// npm run bench: Switchboard beside its peers. README.md says how and why.

import { chooseCores } from './cores.ts'
import { endOnSignal } from './ending.ts'
import { loadProgram, NoCompiler } from './load-program.ts'
import { machine } from './machine.ts'
import { connects } from './measurements/connects.ts'
import { echo } from './measurements/echo.ts'
import { idle } from './measurements/idle.ts'
import { rest } from './measurements/rest.ts'
import { start } from './measurements/start.ts'
import { udp } from './measurements/udp.ts'
import { upload } from './measurements/upload.ts'
import { asJson, asText } from './report.ts'
import { runRounds, type Result } from './rounds.ts'
import { readSettings, UsageError, type Settings } from './settings.ts'

const measurements = { echo, connects, udp, idle, rest, start, upload }

async function main(): Promise<void> {
  if (process.platform !== 'linux')
    throw new UsageError('The benchmarks need Linux: epoll, /proc and taskset.')
  const settings = readSettings(process.argv.slice(2), Object.keys(measurements))
  endOnSignal()
  loadProgram()
  const began = performance.now()
  const results = await runAll(settings)
  const seconds = (performance.now() - began) / 1000
  const report = { machine, cores: chooseCores(), settings, seconds, results }
  console.log(settings.json ? asJson(report) : asText(report))
}

async function runAll(settings: Settings): Promise<Result[]> {
  const results: Result[] = []
  for (const [name, measurement] of Object.entries(measurements)) {
    if (settings.only.length > 0 && !settings.only.includes(name)) continue
    const progress = (step: string) => showProgress(`${name}: ${step}`)
    results.push(await runRounds(measurement(settings), settings.rounds, progress))
  }
  showProgress('')
  return results
}

/** One line that is written over, on a terminal only. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const plain = error instanceof UsageError || error instanceof NoCompiler
    console.error(plain ? error.message : error)
    process.exit(1)
  },
)
