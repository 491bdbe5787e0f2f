import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node'

const HEAD = ['row', 'what', 'expected', 'figure', 'outcome']

/** Prints one line for each row as it ends, and at the end the table and how many passed, failed and were skipped. */
export default class FaultTable implements Reporter {
  readonly #write = (text: string) => void process.stdout.write(`${text}\n`)

  onTestCaseResult(test: TestCase): void {
    const seconds = ((test.diagnostic()?.duration ?? 0) / 1000).toFixed(1)
    this.#write(`${test.result().state} in ${seconds} s  ${test.name}`)
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]).toSorted(byRow)
    this.#write(`\n${align([HEAD, ...tests.map(line)]).join('\n')}\n`)
    const problems = [...modules.flatMap((module) => module.errors()), ...unhandled]
    for (const { stack, message } of [...problems, ...tests.flatMap(errorsOf)])
      this.#write(`${stack ?? message}\n`)
    const count = (state: string) => tests.filter((test) => test.result().state === state).length
    const failed = count('failed') + problems.length
    this.#write(`${count('passed')} passed, ${failed} failed, ${count('skipped')} skipped`)
  }
}

const byRow = (a: TestCase, b: TestCase) => (a.meta().fault?.row ?? 0) - (b.meta().fault?.row ?? 0)

const errorsOf = (test: TestCase) =>
  (test.result().errors ?? []).map(({ stack, message }) => ({
    message,
    stack: `${test.name}\n${stack ?? message}`,
  }))

function line(test: TestCase): string[] {
  const { fault } = test.meta()
  return [
    String(fault?.row ?? ''),
    fault?.what ?? test.name,
    fault?.expected ?? '',
    fault?.figure ?? '',
    outcome(test),
  ]
}

function outcome(test: TestCase): string {
  const result = test.result()
  return result.state === 'skipped' ? `skipped (${result.note ?? 'no reason given'})` : result.state
}

function align(lines: string[][]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)))
  return lines.map((cells) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join(' · ')
      .trimEnd(),
  )
}
