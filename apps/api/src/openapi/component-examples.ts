const at = '2026-11-21T09:05:07.123Z'
const serviceId = 'svc_01KAJ3V5Q8D5W3M9X0Z2Y4T6R7'
const connectionId = '01KAJ4B2M7S9E0C3F6H8K1N4Q5'
const userId = 'usr_01KAJ3S9T0V2W4X6Y8Z1A3B5C7'

const service = {
  id: serviceId,
  name: 'echo-lab',
  protocol: 'echo',
  description: 'For the course on sockets',
  tags: ['lab'],
  listen: [{ transport: 'tcp', host: '127.0.0.1', port: 7007 }],
  options: { framing: { mode: 'raw' } },
  limits: {
    maxConnections: 1000,
    maxConnectionsPerIp: null,
    connectionRate: { count: 50, seconds: 1, pauseSeconds: 10 },
    idleTimeoutMs: 300_000,
    maxDurationMs: null,
    slowPeerTimeoutMs: 30_000,
    bandwidthBytesPerSecond: null,
  },
  access: { allow: ['127.0.0.0/8'], deny: [], accessTimes: [] },
  socket: {
    ...{ backlog: 511, noDelay: true, keepAliveMs: 60_000 },
    ...{ receiveBufferBytes: null, sendBufferBytes: null },
  },
  restart: { policy: 'on-failure', delayMs: 100, maxDelayMs: 30_000, burst: 5, intervalMs: 10_000 },
  capture: { mode: 'off', maxBytesPerConnection: 4096 },
  retention: null,
  drainTimeoutMs: 10_000,
  engines: 1,
  challenge: null,
  desired: 'running',
  state: 'running',
  stateReason: null,
  restartAt: null,
  restartNeeded: [],
  startedWith: {},
  startedAt: at,
  endpoints: [{ transport: 'tcp', host: '127.0.0.1', port: 7007 }],
  failures: [],
  stats: {
    ...{ openConnections: 1, totalConnections: 42, refusedConnections: 0 },
    ...{ bytesIn: 210, bytesOut: 210, messagesIn: 42, messagesOut: 42 },
  },
  unread: null,
  createdAt: at,
  updatedAt: at,
  revision: 3,
}

const watchedHost = { network: '192.0.2.8/32', score: 14, events: { authRejected: 7 }, lastAt: at }

const connection = {
  id: connectionId,
  serviceId,
  serviceName: 'echo-lab',
  protocol: 'echo',
  transport: 'tcp',
  localAddress: '127.0.0.1',
  localPort: 7007,
  remoteAddress: '127.0.0.1',
  remotePort: 51_234,
  state: 'closed',
  phase: null,
  openedAt: at,
  closedAt: '2026-11-21T09:05:07.135Z',
  lastActiveAt: null,
  durationMs: 12,
  bytesIn: 5,
  bytesOut: 5,
  chunksIn: 1,
  messagesIn: 1,
  messagesOut: 1,
  closeReason: 'peer-closed',
  error: null,
  identity: null,
  transfer: null,
  unread: null,
}

const journalEntry = {
  seq: 1201,
  at,
  type: 'connection.closed',
  severity: 'info',
  serviceId,
  serviceName: 'echo-lab',
  connectionId,
  transport: 'tcp',
  remoteAddress: '127.0.0.1',
  remotePort: 51_234,
  direction: null,
  bytes: 10,
  preview: null,
  detail: { reason: 'peer-closed' },
}

const problem = {
  type: 'urn:switchboard:problem:address-in-use',
  title: 'The address is in use',
  status: 409,
  detail: 'tcp 127.0.0.1:7007 is in use by the service "echo-lab": choose another port, or stop it.',
  code: 'address-in-use',
  requestId: '1f0c9a52-6f0e-4f2b-9f3e-2b7d4c5a6e71',
  address: { transport: 'tcp', host: '127.0.0.1', port: 7007 },
  owner: { serviceId, name: 'echo-lab' },
}

const apiToken = {
  id: 'tok_01KAJ3V5Q8D5W3M9X0Z2Y4T6R7',
  name: 'nightly report',
  role: 'viewer',
  services: null,
  createdAt: at,
  createdBy: 'ada',
  expiresAt: null,
  lastUsedAt: null,
}

const environment = {
  variables: [
    { name: 'SWITCHBOARD_PORT', description: 'The port.', value: '8080', isSet: false },
    {
      name: 'SWITCHBOARD_ADMIN_TOKEN',
      description: 'A token with the role admin.',
      value: '•••',
      isSet: true,
    },
  ],
  certificate: null,
}

const webhookDelivery = { at, status: 204, error: null }

const webhook = {
  ...{ id: 'whk_01KAJ3V5Q8D5W3M9X0Z2Y4T6R7', name: 'on call', filter: 'ev:service.failed' },
  ...{ url: 'https://hooks.example.com/switchboard', enabled: true, createdAt: at },
  ...{ lastDelivery: webhookDelivery, failingSince: null, waiting: 0 },
}

const ownSession = {
  ...{ id: 'ses_01KAJ3V5Q8D5W3M9X0Z2Y4T6R7', createdAt: at, lastSeenAt: at, address: '127.0.0.1' },
  ...{ userAgent: 'Mozilla/5.0 (X11; Linux x86_64)', current: true },
}

const recoveryCodes = ['7Q4K-M2ZX', '9B1T-W0CE', 'H5RD-3PN8', 'K6VJ-4YAG', 'T2QW-8ZXC'].flatMap((code) => [
  code,
  [...code].reverse().join(''),
])

/** One of each thing of the contract, by its name. A test holds each against its schema. */
export const COMPONENT_EXAMPLES: Record<string, unknown> = {
  AccessTestResult: { allowed: false, rule: { kind: 'deny', range: '192.0.2.0/24' } },
  AddressCheck: {
    free: false,
    code: 'address-in-use',
    message: 'tcp 127.0.0.1:7007 is in use. Choose another port, or stop what listens there.',
    owner: { serviceId, name: 'echo-lab' },
    freePort: 7008,
  },
  ApiToken: apiToken,
  ApplyPlan: {
    changes: [
      {
        ...{ action: 'update', name: 'echo-lab', id: serviceId },
        ...{ fields: ['limits.maxConnections'], restarts: false },
      },
      { action: 'create', name: 'clock', id: null, fields: [], restarts: false },
    ],
    failed: 0,
    dryRun: true,
  },
  AuditEntry: {
    ...{ seq: 17, at, action: 'service.update' },
    actor: {
      ...{ name: 'ada', role: 'admin', method: 'session', userId, tokenId: null },
      address: '127.0.0.1',
    },
    target: { id: serviceId, name: 'echo-lab' },
    changes: [{ field: 'limits.maxConnections', before: 1000, after: 20 }],
    requestId: '1f0c9a52-6f0e-4f2b-9f3e-2b7d4c5a6e71',
  },
  Backup: {
    ...{ id: '2026-11-21T09-05-07-123Z', state: 'done', createdAt: at, progress: 1 },
    ...{ bytes: 1_843_200, error: null },
  },
  Chat: {
    connection: { ...connection, state: 'open', closedAt: null, closeReason: null, unread: 1 },
    lastMessage: { ...journalEntry, type: 'chat.message', direction: 'in', bytes: 5, preview: 'hello' },
  },
  Chunk: {
    ...{ ordinal: 0, at: '2026-11-21T09:05:07.123456Z', direction: 'in', offset: 0 },
    ...{ bytes: 5, base64: 'aGVsbG8=', messageEnds: [5] },
  },
  ClientSendResult: {
    ...{ transport: 'tcp', localAddress: '127.0.0.1', localPort: 51_234 },
    ...{ remoteAddress: '127.0.0.1', remotePort: 7007, connectedAfterMs: 0.84 },
    sent: [{ atMs: 0.97, bytes: 5 }],
    received: [{ atMs: 2.31, base64: 'aGVsbG8=' }],
    ...{ endedBy: 'peer', error: null, durationMs: 2.76 },
    assertion: { passed: true, detail: 'Exactly the 5 bytes that were expected.' },
  },
  CloseOutcome: { matched: 3, closed: 3 },
  Ban: {
    ...{ id: 'ban_01KAJ3V5Q8D5W3M9X0Z2Y4T6R7', network: '192.0.2.7/32', state: 'active' },
    ...{ reason: 'score', score: 60, events: { authRejected: 30 }, note: '', count: 1 },
    ...{ createdAt: at, createdBy: null, expiresAt: '2026-11-21T09:35:07.123Z' },
    ...{ endedAt: null, endedBy: null },
  },
  Connection: connection,
  Environment: environment,
  File: {
    ...{ id: 'fil_01KAJ3V5Q8D5W3M9X0Z2Y4T6R7', serviceId, serviceName: 'dropbox', connectionId },
    ...{ name: 'firmware.bin', bytes: 5, receivedAt: at, remoteAddress: '127.0.0.1' },
    sha256: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
  },
  FileUsage: {
    services: [
      {
        ...{ serviceId, serviceName: 'dropbox', files: 42, bytes: 4_194_304 },
        ...{ maxTotalBytes: 10_737_418_240, maxFiles: 10_000 },
      },
    ],
  },
  Health: {
    status: 'ok',
    version: '0.1.0',
    uptimeSeconds: 86.4,
    checks: { store: { status: 'ok', message: null, queued: 0 }, engines: { status: 'ok', message: null } },
    eventLoop: { p99Ms: 2, longestMs: 11 },
  },
  JournalCount: { count: 1201, exact: true },
  JournalEntry: journalEntry,
  JournalHistogram: {
    ...{ from: at, to: '2026-11-21T09:05:09.123Z', bucketMs: 1000, seq: 1201 },
    ...{ info: [14, 2], warning: [0, 1], error: [0, 0], next: null, countedFrom: null },
  },
  MessageReceipt: { sent: 1, slow: 0, withheld: 0 },
  NewApiToken: { ...apiToken, secret: 'sb_4pJq0Yw8mT2xVb6nKd1sRf3hLc5zGa7eUi9o' },
  NewWebhook: { ...webhook, secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD' },
  OwnSession: ownSession,
  OwnSessions: { items: [ownSession] },
  Problem: problem,
  Protocol: {
    id: 'echo',
    title: 'Echo',
    summary: 'Sends every message back to its sender.',
    clientSees: 'Every byte again, in order, until it ends its side.',
    about: ['TCP carries bytes, not messages: three sends may come back in one receive.'],
    reference: { title: 'RFC 862', url: 'https://www.rfc-editor.org/rfc/rfc862' },
    transports: ['tcp', 'udp', 'unix'],
    needsChallenge: false,
    defaultPort: 7,
    options: { type: 'object', properties: {} },
    presets: [],
    example: [
      { from: 'client', text: 'hello', varies: false, hex: false },
      { from: 'service', text: 'hello', varies: false, hex: false },
    ],
    snippets: {
      nc: 'nc {host} {port}',
      python: 'socket.create_connection(("{host}", {port}))',
      node: 'net.connect({port}, "{host}")',
    },
    udpSnippets: null,
  },
  RecoveryCodes: { recoveryCodes },
  SecondFactorOffer: {
    secret: 'JBSWY3DPEHPK3PXP',
    uri: 'otpauth://totp/Switchboard:ada?secret=JBSWY3DPEHPK3PXP&issuer=Switchboard',
  },
  Service: service,
  Session: {
    ...{ authenticated: true, method: 'session', role: 'admin', name: 'ada', userId, username: 'ada' },
    ...{ services: null, secondFactor: true, expiresAt: '2026-11-21T21:05:07.123Z' },
  },
  Settings: {
    retention: { maxAgeDays: 90, maxEntries: null, maxBytes: 10_737_418_240 },
    defender: {
      ...{ enabled: true, threshold: 60, observationTimeMinutes: 30 },
      ...{ banTimeMinutes: 30, banTimeIncrement: 50, maxBanTimeMinutes: 1440 },
      ...{ scoreAuthRejected: 2, scoreLoginRejected: 2, scoreProtocolError: 1, scoreFileRejected: 1 },
      ...{ scoreConnectionRefused: 0, scoreNoMessage: 0, safeList: ['127.0.0.0/8', '::1/128'] },
    },
  },
  RecentTraffic: { from: at, stepSeconds: 1, services: { [serviceId]: [0, 0, 512.5, 1024] } },
  Setup: { needed: true },
  StatsSeries: {
    ...{ from: at, stepSeconds: 10, connections: [null, 0.2], refusedConnections: [null, 0] },
    ...{ errors: [null, 0], bytesIn: [null, 102.4], bytesOut: [null, 102.4] },
    ...{ messagesIn: [null, 0.2], messagesOut: [null, 0.2], openConnections: [null, 1] },
  },
  Storage: { bytes: 1_843_200, fileBytes: 2_097_152, entries: 1201, oldestAt: at },
  User: {
    ...{ id: userId, username: 'ada', role: 'admin', secondFactor: true, sessions: 1 },
    ...{ createdAt: at, lastSeenAt: at },
  },
  WatchedHost: watchedHost,
  WatchedHosts: { items: [watchedHost], total: 1 },
  Webhook: webhook,
  WebhookDelivery: webhookDelivery,
}
