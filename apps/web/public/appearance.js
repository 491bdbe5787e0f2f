// Runs before the first paint, so that what was chosen never flashes. A file of its own because the CSP forbids inline scripts.
// Where it is written, and what may be chosen: src/shell/preferences.svelte.ts
const { dataset } = globalThis.document.documentElement
const choices = { theme: ['light', 'dark'], density: ['comfortable'], motion: ['reduced'] }
for (const [name, values] of Object.entries(choices)) {
  try {
    const chosen = globalThis.localStorage.getItem(`switchboard.${name}`)
    if (values.includes(chosen)) dataset[name] = chosen
  } catch {
    // The browser keeps nothing: all is as by default.
  }
}
