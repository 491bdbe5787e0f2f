import { svelte } from '@sveltejs/vite-plugin-svelte'
import {
  Access,
  ApiTokenInput,
  BanInput,
  Capture,
  DefenderSettings,
  Limits,
  PasswordChange,
  PasswordProof,
  PasswordSignIn,
  Restart,
  Retention,
  SecondFactorInput,
  ServiceInput,
  SetupInput,
  SocketOptions,
  TokenSignIn,
  UserInput,
  UserPatch,
  WebhookInput,
} from '@switchboard/contract'
import icons from 'unplugin-icons/vite'
import { defineConfig } from 'vite'

// The forms are drawn from the contract's schemas. They come in as plain JSON, so that TypeBox stays out of the bundle.
const { name, description, tags, challenge, retention, drainTimeoutMs, engines } = ServiceInput.properties
const settingsSchema = {
  type: 'object',
  required: ['name'],
  properties: {
    name,
    description,
    tags,
    access: Access,
    challenge,
    limits: Limits,
    restart: Restart,
    capture: Capture,
    retention,
    engines,
    drainTimeoutMs,
    socket: SocketOptions,
  },
}

const restartFields = Object.entries(ServiceInput.properties)
  .filter(([, schema]) => 'x-needs-restart' in schema)
  .map(([name]) => name)

const identitySchemas = {
  setup: SetupInput,
  passwordSignIn: PasswordSignIn,
  tokenSignIn: TokenSignIn,
  passwordChange: PasswordChange,
  passwordProof: PasswordProof,
  secondFactor: SecondFactorInput,
  user: UserInput,
  userPatch: UserPatch,
  token: ApiTokenInput,
}

export default defineConfig({
  plugins: [svelte({ configFile: false }), icons({ compiler: 'svelte', scale: 1 })],
  define: {
    __SETTINGS_SCHEMA__: JSON.stringify(settingsSchema),
    __RESTART_FIELDS__: JSON.stringify(restartFields),
    __IDENTITY_SCHEMAS__: JSON.stringify(identitySchemas),
    __RETENTION_SCHEMA__: JSON.stringify(Retention),
    __DEFENDER_SCHEMA__: JSON.stringify(DefenderSettings),
    __BAN_SCHEMA__: JSON.stringify(BanInput),
    __WEBHOOK_SCHEMA__: JSON.stringify(WebhookInput),
  },
  // The manager's Content-Security-Policy allows no data: URLs and no inline script.
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: 'http://127.0.0.1:8080', ws: true } },
  },
})
