import type { ConnectionFacts, EntryFacts } from '@switchboard/filter/match'

/** An entry that says nothing, to be filled in with what a comparison is about. */
export const BLANK_ENTRY: EntryFacts = {
  at: 0,
  type: '',
  severity: '',
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

/** An open connection that says nothing. */
export const BLANK_CONNECTION: ConnectionFacts = {
  id: '',
  serviceId: '',
  serviceName: '',
  protocol: '',
  transport: '',
  remoteAddress: null,
  remotePort: null,
  openedAt: 0,
  closedAt: null,
  bytesIn: 0,
  bytesOut: 0,
  closeReason: null,
  error: null,
  identity: null,
}

/** The types that tell a connection's state. */
export const STATE_TYPES = ['connection.opened', 'connection.closed']
export const TRANSPORTS = ['tcp', 'udp', 'unix']
export const SEVERITIES = ['info', 'warning', 'error']
export const DIRECTIONS = ['in', 'out']
