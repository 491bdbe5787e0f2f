import type { ConnectionRecord } from '@switchboard/journal'

/** Who talks with whom; fixed when the connection opens. */
export type ConnectionFacts = Pick<
  ConnectionRecord,
  | 'id'
  | 'serviceId'
  | 'protocol'
  | 'transport'
  | 'localAddress'
  | 'localPort'
  | 'remoteAddress'
  | 'remotePort'
>
