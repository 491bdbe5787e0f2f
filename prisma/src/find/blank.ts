import type { ConnectionFacts, EntryFacts } from '@switchboard/filter/match'
import { blankEntry } from '@switchboard/journal'

/** An entry that says nothing, to be filled in with what a comparison is about. */
export const BLANK_ENTRY: EntryFacts = { ...blankEntry('', 'info'), at: 0, severity: '' }

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
