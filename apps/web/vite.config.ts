import { svelte } from '@sveltejs/vite-plugin-svelte'
import icons from 'unplugin-icons/vite'
import { defineConfig } from 'vite'
import { constants } from './schemas.ts'
import { texts } from './texts/plugin.ts'

export default defineConfig({
  plugins: [texts(), svelte({ configFile: false }), icons({ compiler: 'svelte', scale: 1 })],
  define: Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)])),
  // The manager's Content-Security-Policy allows no data: URLs and no inline script.
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What every screen needs is one file. It waits for its texts, so that by itself the bundler would cut it into many.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } } },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: 'http://127.0.0.1:8080', ws: true } },
  },
})
