import { expect, it } from 'vitest'
import { parseFilter } from '../parse-filter.ts'
import { serviceMatcher, type ServiceFacts } from './services.ts'

const echo: ServiceFacts = {
  id: 'svc_1',
  name: 'echo-lab',
  protocol: 'echo',
  description: 'For the night shift',
  tags: ['lab', 'floor 2'],
  state: 'failed',
  stateReason: { message: '127.0.0.1:7007 is in use.' },
  listen: [{ transport: 'tcp', port: 7007 }],
  endpoints: [],
  stats: { bytesIn: 1000, bytesOut: 24 },
}
const clock: ServiceFacts = {
  ...echo,
  id: 'svc_2',
  name: 'clock',
  protocol: 'daytime',
  description: '',
  tags: [],
  state: 'running',
  stateReason: null,
  listen: [{ transport: 'unix', path: 'clock.sock' }],
  endpoints: [{ transport: 'udp', host: '::1', port: 9013 }],
  stats: { bytesIn: 0, bytesOut: 0 },
}

function found(text: string): string[] {
  const { filter, error } = parseFilter(text, { subject: 'services' })
  if (!filter) throw new Error(error.message)
  return [echo, clock].filter(serviceMatcher(filter)).map(({ name }) => name)
}

it.each([
  ['', ['echo-lab', 'clock']],
  ['LAB', ['echo-lab']],
  ['night', ['echo-lab']],
  ['"in use"', ['echo-lab']],
  ['127.0.0.1:7007', ['echo-lab']],
  ['clock.sock', ['clock']],
  ['svc:echo-*', ['echo-lab']],
  ['tag:"floor 2"', ['echo-lab']],
  ['-tag:*', ['clock']],
  ['proto:(udp,daytime)', ['clock']],
  ['state:failed OR port:9000..9999', ['echo-lab', 'clock']],
  ['state!=failed', ['clock']],
  ['bytes>=1k', ['echo-lab']],
  ['id:svc_2', ['clock']],
])('%s', (text, names) => {
  expect(found(text)).toEqual(names)
})

it('says what services cannot be found by', () => {
  expect(() => found('state:open')).toThrow(/running/)
  expect(() => found('dur>5s')).toThrow(/not of services/)
  expect(() => found('svc~echo')).toThrow('svc does not take ~; it takes : = !=')
})
