import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '../scripts/setup/find-program.js'
import { root } from '../test/support/manager.ts'

const folder = join(root, 'bench', 'load')
const cache = join(root, 'node_modules', '.cache', 'bench')

export class NoCompiler extends Error {}

/** The load generator's file: compiled at first use, and again when its sources have changed. Throws NoCompiler. */
export function loadProgram(): string {
  const sources = globSync('*.{c,h}', { cwd: folder }).sort()
  const hash = createHash('sha256')
  for (const source of sources) hash.update(source).update(readFileSync(join(folder, source)))
  const program = join(cache, `load-${hash.digest('hex').slice(0, 16)}`)
  if (!existsSync(program)) compile(program, sources)
  return program
}

function compile(program: string, sources: string[]): void {
  const compiler = findProgram('cc', 'gcc', 'clang')
  if (compiler === undefined) {
    throw new NoCompiler(
      'The load generator is a C program and no C compiler (cc, gcc, clang) is on the PATH: install one, on Debian ' +
        'with "apt-get install gcc libc6-dev". A client written in Node would be busy before the server is.',
    )
  }
  mkdirSync(cache, { recursive: true })
  const unfinished = `${program}.${process.pid}`
  const files = sources.filter((source) => source.endsWith('.c'))
  const flags = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-o', unfinished]
  execFileSync(compiler, [...flags, ...files], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  renameSync(unfinished, program)
}
