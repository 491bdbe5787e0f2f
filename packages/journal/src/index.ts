export {
  CONNECTION_KEYS,
  decodeBatch,
  decodeConnections,
  encodeBatch,
  entriesOf,
  ENTRY_KEYS,
  joinBatches,
  type ColumnValue,
  type JournalBatch,
} from './batch.ts'
export type { CaptureBatch, ChunkValues, Direction, EndValues } from './capture-batch.ts'
export type {
  CloseReason,
  ConnectionCounters,
  ConnectionPhase,
  ConnectionRecord,
  SideEnds,
  Transport,
} from './connection-record.ts'
export { blankEntry, type NewEntry, type Severity } from './entry.ts'
export type { Transfer } from './transfer.ts'
export { closedEntry, openedEntry } from './lifecycle.ts'
