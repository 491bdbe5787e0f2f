const echo = { name: 'echo-lab', protocol: 'echo', listen: [{ transport: 'tcp', port: 7007 }] }
const PASSWORD = 'seven green lanterns'

/** A body for each operation that takes one, by its `operationId`. A test holds each against its schema. */
export const BODY_EXAMPLES: Record<string, unknown> = {
  applyServices: { services: [{ ...echo, desired: 'running' }], prune: false },
  changePassword: { current: PASSWORD, password: 'eight quiet harbours' },
  changeService: { limits: { maxConnections: 20 }, access: { allow: ['10.0.0.0/8'] } },
  changeSettings: { retention: { maxAgeDays: 90 } },
  changeUser: { role: 'operator' },
  changeWebhook: { enabled: false },
  checkAddress: { transport: 'tcp', port: 7007 },
  closeConnections: { filter: 'svc:echo-lab peer:10.0.0.0/8', dryRun: true },
  confirmSecondFactor: { code: '123456' },
  createBan: { network: '192.0.2.0/24', minutes: 60, note: 'scans our ports' },
  createService: { ...echo, desired: 'running' },
  createToken: { name: 'nightly report', role: 'viewer' },
  createUser: { username: 'grace', password: PASSWORD, role: 'operator' },
  createWebhook: {
    name: 'on call',
    url: 'https://hooks.example.com/switchboard',
    filter: 'ev:service.failed',
  },
  markChatRead: { seq: 1201 },
  offerSecondFactor: { password: PASSWORD },
  removeSecondFactor: { password: PASSWORD },
  sayToConnection: { text: 'hello' },
  sayToService: { text: 'We stop at six.' },
  sendAsClient: {
    serviceId: 'svc_01KAJ3V5Q8D5W3M9X0Z2Y4T6R7',
    messages: [{ text: 'hello' }],
    halfClose: true,
    expect: { text: 'hello' },
  },
  setUp: { code: '7Q4K-M2ZX-9B1T-W0CE-H5RD-3PN8', username: 'ada', password: PASSWORD },
  signIn: { username: 'ada', password: PASSWORD },
  stopService: { drainMs: 5000 },
  testAccess: { serviceId: 'svc_01KAJ3V5Q8D5W3M9X0Z2Y4T6R7', address: '192.0.2.7' },
}
