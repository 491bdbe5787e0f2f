// Runs before the first paint, so that a chosen theme never flashes. A file of its own because the CSP forbids inline scripts.
const theme = globalThis.localStorage.getItem('switchboard.theme')
if (theme === 'light' || theme === 'dark') globalThis.document.documentElement.dataset.theme = theme
