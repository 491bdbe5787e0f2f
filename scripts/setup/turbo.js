import { run } from './child.js'
import { pinnedEnvironment, program } from './paths.js'

/**
 * Runs tasks of turbo.json. Turbo decides from the contents of a task's inputs whether it has to run again.
 * @param {readonly string[]} tasks
 */
export const runTasks = (tasks) =>
  run(program('turbo'), ['run', ...tasks, '--output-logs=errors-only', '--no-color'], {
    quiet: true,
    env: { ...pinnedEnvironment(), TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
  })
