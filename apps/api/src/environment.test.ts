import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readEnvironment } from './environment.ts'

const TOKEN = 'x'.repeat(32)

test('everything has a safe default', () => {
  expect(readEnvironment({})).toEqual({
    host: '127.0.0.1',
    port: 8080,
    dataDir: resolve('data'),
    databaseUrl: `file:${resolve('data', 'switchboard.db')}`,
    adminToken: null,
    tls: null,
    engines: expect.any(Number),
    allowedHosts: [],
    trustedProxies: [],
    webhookAllow: [],
    logLevel: 'info',
    given: new Set(),
  })
})

test('every variable is understood', () => {
  const variables = {
    SWITCHBOARD_HOST: '0.0.0.0',
    SWITCHBOARD_PORT: '0',
    SWITCHBOARD_DATA_DIR: '/var/lib/switchboard',
    DATABASE_URL: 'file:/tmp/other.db',
    SWITCHBOARD_ADMIN_TOKEN: TOKEN,
    SWITCHBOARD_TLS_CERT: '/etc/ssl/panel.pem',
    SWITCHBOARD_TLS_KEY: '/etc/ssl/panel.key',
    SWITCHBOARD_ENGINES: '4',
    SWITCHBOARD_ALLOWED_HOSTS: 'Panel.example, 10.0.0.1',
    SWITCHBOARD_TRUSTED_PROXIES: '127.0.0.1, fd00::/8',
    SWITCHBOARD_WEBHOOK_ALLOW: '10.1.2.0/24,192.168.0.7',
    SWITCHBOARD_LOG_LEVEL: 'debug',
  }
  expect(readEnvironment(variables)).toEqual({
    host: '0.0.0.0',
    port: 0,
    dataDir: '/var/lib/switchboard',
    databaseUrl: 'file:/tmp/other.db',
    adminToken: TOKEN,
    tls: { certificate: '/etc/ssl/panel.pem', key: '/etc/ssl/panel.key' },
    engines: 4,
    allowedHosts: ['panel.example', '10.0.0.1'],
    trustedProxies: ['127.0.0.1', 'fd00::/8'],
    webhookAllow: ['10.1.2.0/24', '192.168.0.7'],
    logLevel: 'debug',
    given: new Set(Object.keys(variables)),
  })
})

test.each([
  ['SWITCHBOARD_PORT', '70000'],
  ['SWITCHBOARD_PORT', '80x'],
  ['SWITCHBOARD_PORT', ''],
  ['SWITCHBOARD_HOST', 'a host'],
  ['SWITCHBOARD_HOST', '[::1]'],
  ['SWITCHBOARD_DATA_DIR', ''],
  ['SWITCHBOARD_TLS_CERT', ''],
  ['SWITCHBOARD_TRUSTED_PROXIES', '10.0.0.0/33'],
  ['SWITCHBOARD_TRUSTED_PROXIES', 'true'],
  ['DATABASE_URL', 'postgres://elsewhere'],
  ['SWITCHBOARD_ENGINES', '0'],
  ['SWITCHBOARD_ALLOWED_HOSTS', 'http://panel.example'],
  ['SWITCHBOARD_WEBHOOK_ALLOW', 'intranet'],
  ['SWITCHBOARD_LOG_LEVEL', 'loud'],
])('%s=%j is refused in one line that names variable, value and what is allowed', (name, value) => {
  const refusal = expect.objectContaining({
    name: 'StartError',
    message: expect.stringMatching(/^[^\n]+ allowed.*$/),
  })
  expect(() => readEnvironment({ [name]: value })).toThrow(refusal)
  expect(() => readEnvironment({ [name]: value })).toThrow(`${name} is ${JSON.stringify(value)}`)
})

test('a short token is refused without being shown', () => {
  const read = () => readEnvironment({ SWITCHBOARD_ADMIN_TOKEN: 'hunter2' })
  expect(read).toThrow('SWITCHBOARD_ADMIN_TOKEN has 7 characters')
  expect(read).not.toThrow('hunter2')
})

test('a certificate without its key is refused', () => {
  const read = () => readEnvironment({ SWITCHBOARD_TLS_CERT: '/etc/ssl/panel.pem' })
  expect(read).toThrow('SWITCHBOARD_TLS_KEY is missing: SWITCHBOARD_TLS_CERT is set, and TLS takes both')
})

test.each(['127.0.0.1', '::1', 'localhost', '0.0.0.0', '::', 'panel.example'])('%s is a host', (host) => {
  expect(readEnvironment({ SWITCHBOARD_HOST: host }).host).toBe(host)
})
