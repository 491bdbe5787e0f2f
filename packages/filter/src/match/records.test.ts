import { expect, it } from 'vitest'
import { parseFilter } from '../parse-filter.ts'
import { connectionMatcher, entryMatcher } from './records.ts'
import type { ConnectionFacts, EntryFacts, Surroundings } from './subjects.ts'

const NOW = Date.UTC(2026, 10, 21, 9)

const surroundings: Surroundings = {
  serviceOf: (id) => (id === 'svc_1' ? { protocol: 'echo', tags: ['Lab', 'floor 2'] } : undefined),
  now: () => NOW,
}

const blank: EntryFacts = {
  at: NOW - 60_000,
  type: 'connection.opened',
  severity: 'info',
  serviceId: null,
  serviceName: null,
  connectionId: null,
  transport: null,
  remoteAddress: null,
  remotePort: null,
  direction: null,
  bytes: null,
  preview: null,
  detail: null,
}

const closed: EntryFacts = {
  ...blank,
  type: 'connection.closed',
  serviceId: 'svc_1',
  serviceName: 'Echo-lab',
  connectionId: 'con_A',
  transport: 'tcp',
  remoteAddress: '10.1.2.3',
  remotePort: 51_234,
  bytes: 4096,
  detail: { reason: 'reset', durationMs: 250, error: 'ECONNRESET' },
}

const message: EntryFacts = {
  ...blank,
  type: 'chat.message',
  severity: 'warning',
  direction: 'in',
  remoteAddress: '2001:db8::7%eth0',
  preview: 'Grüße, GET /index.html',
  detail: { identity: 'lab', rule: 'deny' },
}

const connection: ConnectionFacts = {
  id: 'con_A',
  serviceId: 'svc_1',
  serviceName: 'Echo-lab',
  protocol: 'echo',
  transport: 'tcp',
  remoteAddress: '127.0.0.1',
  remotePort: 51_234,
  openedAt: NOW - 2000,
  closedAt: null,
  bytesIn: 5,
  bytesOut: 6,
  closeReason: null,
  error: null,
  identity: 'lab',
}

function parse(text: string) {
  const { filter, error } = parseFilter(text)
  if (error) throw new Error(`${text}: ${error.message}`)
  return filter
}

const passes = (text: string, entry: EntryFacts) => entryMatcher(parse(text), surroundings)(entry)

/** Filters that an entry passes, and others that it does not, each on its own; two spaces apart. */
const cases: [field: string, entry: EntryFacts, passing: string, failing: string][] = [
  [
    'nothing',
    blank,
    '-svc:*  svc!=echo  port!=80  -port:*  text!=*  -last:59s',
    'svc:*  svc:""  port:*  text:*',
  ],
  [
    'svc',
    closed,
    'svc:echo-lab  SVC:ECHO-LAB  svc:echo-*  svc:*  svc:(chat,echo-lab)  svc=echo-lab  svc~^echo  svc!=chat',
    'svc:echo  svc:lab*  svc=echo-*  svc:"echo-\\*"  svc!=echo-lab  svc!=echo-*  svc!=(chat,echo-lab)  svc~^lab',
  ],
  [
    'ev',
    closed,
    'ev:connection.closed  ev:*.closed  ev:*n.*ed  ev:(a,connection.*)',
    'ev:closed  ev:*.opened  ev:connection.closed*d  ev:*connection.closed.*',
  ],
  [
    'peer',
    closed,
    'peer:10.1.2.3  peer=10.1.2.3  peer:10.0.0.0/8  peer:10.9.9.9/8  peer:10.1.2.3..10.1.2.9  peer:10.1.*  peer:::ffff:10.1.2.3  peer:::ffff:10.0.0.0/104  peer:0.0.0.0/0  peer!=::/0  peer~^10',
    'peer:10.1.2.2  peer:10.1.2.0/31  peer:11.0.0.0/8  peer:10.1.2.4..10.1.2.9  peer:::/0  peer!=10.0.0.0/8',
  ],
  [
    'peer of IPv6',
    message,
    'peer:2001:db8::/32  peer:2001:DB8:0::7  peer:*eth0  peer:::/0',
    'peer:2001:db8::8  peer:0.0.0.0/0  peer:2001:db9::/32',
  ],
  [
    'peer mapped into IPv6',
    { ...closed, remoteAddress: '::ffff:10.1.2.3' },
    'peer:10.0.0.0/8  peer:10.1.2.3',
    'peer:::/0',
  ],
  [
    'peer that is no address',
    { ...closed, remoteAddress: 'somewhere' },
    'peer:*  peer:some*  peer!=10.0.0.0/8',
    'peer:0.0.0.0/0',
  ],
  [
    'port',
    closed,
    'port:51234  port=51234  port>=51234  port<=51234  port>51233  port<51235  port:50000..52000  port:51234..  port:..51234  port:(80,51234)  port:*  port!=80  port!=(80,1..1024)',
    'port:80  port>51234  port<51234  port>=51235  port<=51233  port!=51234  port!=1..  port:..51233  port:51235..',
  ],
  [
    'bytes',
    closed,
    'bytes:4k  bytes:4KiB  bytes:4096  bytes>=4k  bytes>4095  bytes<4097  bytes:..4k  bytes:1..0.5m',
    'bytes:4  bytes>4k  bytes<4k',
  ],
  ['dur', closed, 'dur:250ms  dur<1s  dur:0.2s..0.3s  dur:250MS  dur<1m', 'dur>250ms  dur>=1s'],
  ['dur of an entry that has none', message, 'dur!=*  -dur<1s', 'dur<1s  dur:*'],
  ['proto', closed, 'proto:tcp  proto:ECHO  proto!=udp', 'proto:udp  proto!=tcp  proto!=echo'],
  ['proto of a service that is gone', { ...closed, serviceId: 'svc_2' }, 'proto:tcp', 'proto:echo  tag:*'],
  ['tag', closed, 'tag:lab  tag:"floor 2"  tag:floor*  tag!=office', 'tag:office  tag!=lab'],
  ['state', closed, 'state:closed  state!=open', 'state:open'],
  ['state of an opening', { ...blank, type: 'connection.opened' }, 'state:open', 'state:closed'],
  ['reason', closed, 'reason:reset  reason!=peer-closed', 'reason:peer-closed  reason!=reset'],
  ['reason of a refusal', message, 'reason:deny', 'reason:allow'],
  ['user', message, 'user:lab  user:L*', 'user:office  user!=lab'],
  ['dir', message, 'dir:in  dir:(in,out)  dir!=out', 'dir:out  dir!=in'],
  [
    'severity',
    message,
    'severity:warning  severity>=warning  severity>info  severity<error  severity!=error',
    'severity>warning  severity<warning  severity:(info,error)  severity!=warning',
  ],
  ['last', blank, 'last:1m  last:60s  last:1d  -last:59s', 'last:59s  last:59999ms'],
  [
    'text of an error',
    closed,
    'econnreset  reset  "conn"  econn*set  text:RESET  text=ECONNRESET  text~CONN.ESET$',
    'echo  text=reset  reset*econn  text!=reset',
  ],
  [
    'text of a message',
    message,
    'grüße  GRÜ  "get /index"  get*html  text:*  text~^gr  text~"(?-i)GET"  text~"ü.e, \\w+ /"',
    '"get/index"  lab  text~(?-i)get  text=get',
  ],
  [
    'hex',
    message,
    'hex:"47 45 54"  hex:c3bc  hex:C3BC  hex:0x474554  hex!="de ad"',
    'hex:"de ad"  hex:3b  hex!=47',
  ],
  [
    'hex of bytes that are no text',
    { ...message, detail: { base64: '3q2+7w==' } },
    'hex:adbe  hex:deadbeef',
    'hex:c3bc  hex:eadb',
  ],
  ['hex where the preview was cut', { ...message, detail: { text: 'whole' } }, 'hex:77686f6c65', 'hex:c3bc'],
  [
    'hex of a captured message',
    { ...message, type: 'message.received', preview: '\\xde\\xad\\r\\n\\\\n\\t\\u202eü\\y' },
    'hex:"de ad 0d 0a 5c 6e 09 e2 80 ae c3 bc 5c 79"',
    'hex:5c78',
  ],
  ['hex of what is no Base64', { ...message, detail: { base64: '!' } }, 'hex!=00', 'hex:00'],
  [
    'file',
    { ...blank, type: 'file.received', detail: { name: 'Report (1).pdf' } },
    'file:"report (1).pdf"  file:*.PDF  report  file~\\.pdf$',
    'file:report  file:*.txt',
  ],
  ['file of an entry about something else', { ...blank, detail: { name: 'x' } }, 'file!=x  x', 'file:x'],
  ['id', closed, 'id:con_A  id:svc_1  conn:con_*  id!=con_a  id~_a$', 'id:con_a  id:CON*  id!=svc_1'],
  [
    'and, or, not',
    closed,
    'svc:echo-lab port:51234  x OR port:51234  NOT (svc:x OR ev:x)  -x AND -y  x y OR reset  x OR y OR NOT z',
    'svc:echo-lab x  x OR y  -(x OR reset)  NOT reset  reset (x OR y)',
  ],
]

const each = (filters: string) => filters.split('  ')

it.each(cases)('entries by %s', (_, entry, passing, failing) => {
  expect(each(passing).filter((text) => !passes(text, entry))).toEqual([])
  expect(each(failing).filter((text) => passes(text, entry))).toEqual([])
})

it('passes everything by the empty filter', () => {
  expect([passes('', closed), passes('  ', blank)]).toEqual([true, true])
})

it('reads the times of the API as well', () => {
  const entry = { ...blank, at: new Date(NOW - 60_000).toISOString() }
  expect([passes('last:1m', entry), passes('last:59s', entry)]).toEqual([true, false])
})

const connections: [what: string, connection: ConnectionFacts, passing: string, failing: string][] = [
  [
    'open',
    connection,
    'state:open  dur:2s  dur>1s  last:2s  bytes:11  proto:echo  proto:tcp  tag:lab  user:lab  id:con_A  id:svc_1  peer:127.0.0.0/8  reason!=*  text!=*',
    'state:closed  dur>2s  last:1s  bytes:5  reason:*  ev:*  dir:*  severity:*  file:*  hex:00',
  ],
  [
    'closed',
    { ...connection, closedAt: NOW - 1000, closeReason: 'reset', error: 'ECONNRESET' },
    'state:closed  dur:1s  reason:reset  econnreset  -last:1s',
    'state:open  dur:2s  echo-lab',
  ],
]

it.each(connections)('%s connections', (_, facts, passing, failing) => {
  const passesConnection = (text: string) => connectionMatcher(parse(text), surroundings)(facts)
  expect(each(passing).filter((text) => !passesConnection(text))).toEqual([])
  expect(each(failing).filter((text) => passesConnection(text))).toEqual([])
})
