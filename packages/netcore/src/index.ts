export { formatNetwork, hostNetwork, parseNetwork, type Network } from './bans/network.ts'
export type { OffenceKind } from './bans/offence.ts'
export {
  formatAddress,
  isWildcard,
  overlaps,
  type Endpoint,
  type ListenAddress,
  type PortAddress,
} from './address.ts'
export type { ByteReader } from './byte-reader.ts'
export type { Challenge } from './challenge/challenge.ts'
export type { Connection } from './connection.ts'
export { ConnectionClosed } from './connection-closed.ts'
export type { ServiceStats } from './counters.ts'
export { noStats, sumStats } from './counters.ts'
export { NetcoreError, type NetcoreErrorCode } from './errors.ts'
export { Framing } from './framing/framing.ts'
export {
  blankEntry,
  type CloseReason,
  type ConnectionCounters,
  type ConnectionRecord,
  type JournalBatch,
  type NewEntry,
  type Severity,
  type Transfer,
} from '@switchboard/journal'
export type { SpeakOutcome } from './outbox.ts'
export { OPERATOR_MESSAGE_BYTES, type OperatorMessage, type SayOutcome } from './operator.ts'
export {
  defineProtocol,
  type Catalogue,
  type ExampleTurn,
  type Preset,
  type Protocol,
  type Snippets,
} from './protocol.ts'
export { HostRefusal, type Answerer, type Question } from './question.ts'
export { RESTART_FIELDS } from './restart-needed.ts'
export type { Room } from './room.ts'
export { ServiceManager, type CaptureSink, type JournalSink } from './service-manager.ts'
export type { Limits, ServiceSpec, SocketOptions } from './service-spec.ts'
export type { ServiceState } from './service-state.ts'
export type { Service } from './service.ts'
export { probeAddress } from './transports/probe.ts'
