import { findChromium, installChromium } from '../setup/chromium.js'
import { oneFinding } from './step.js'
import { runVitest } from './vitest.js'

/** The stories in a real browser. Without one the step fails: skipping would pass for proof. */
export async function runEndToEnd() {
  const chromium = (await findChromium()) ?? (await installChromium())
  if (chromium)
    return await runVitest(['--project=end-to-end', '--project=faults'], { CHROMIUM_PATH: chromium })
  console.error('No Chromium was found and none could be installed: install one or set CHROMIUM_PATH to it.')
  return oneFinding(false)
}
