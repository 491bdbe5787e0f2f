import type { CloseReason, Connection } from '@switchboard/contract'

/** Why a connection ended: what happened, and what it means for who writes a client. `docs/connections.md` tells more. */
export type EndingWords = { happened: string; means: string }

const STREAM: Record<CloseReason, EndingWords> = {
  'peer-closed': {
    happened: 'The peer ended its side first. The service said what was left to say, and ended its own.',
    means:
      'The usual end. A client that still wants an answer ends only its writing side (shutdown, nc -N) and reads on.',
  },
  'protocol-finished': {
    happened: 'The service had said all it had to say, and ended its side first.',
    means: 'A client reads until recv gives no more bytes: that is the end of the answer, and no error.',
  },
  killed: {
    happened: 'Somebody cut it in the dashboard or through the API, or a ban did.',
    means: 'A client sees an end in the middle, or a reset. It may connect again, unless it is banned.',
  },
  'service-stopped': {
    happened: 'The service was stopped or restarted, and the time to drain was over.',
    means: 'A client connects again, after a pause that grows with every try.',
  },
  'idle-timeout': {
    happened: 'Nothing went either way for as long as the limit idle timeout allows.',
    means: 'A client that wants to stay sends something now and then, or the limit is raised.',
  },
  'max-duration': {
    happened: 'It had been open for as long as the limit longest duration allows, busy or not.',
    means: 'A client that has more to do connects again; the limit is one of the service.',
  },
  'slow-peer': {
    happened: 'The peer left unread what was sent to it, until buffers were full and the limit was over.',
    means: 'A client reads while it writes. One that only writes makes both sides wait for each other.',
  },
  'protocol-error': {
    happened:
      'What the peer sent does not fit the protocol, or the service failed at it; the error says how.',
    means: 'Compare the last message from the peer with what the protocol expects, byte by byte.',
  },
  reset: {
    happened: 'It was torn down instead of ended: what was under way may be lost.',
    means: 'A program that crashed, closed with bytes unread, or set SO_LINGER to 0; or a firewall between.',
  },
  'engine-lost': {
    happened: 'The engine that carried it died and was replaced.',
    means: 'Not the peer’s fault. A client connects again; the journal tells why the engine was lost.',
  },
  'manager-lost': {
    happened: 'Switchboard itself ended without closing it; the end was put on record at the next start.',
    means:
      'Not the peer’s fault. The time of the end is that of the next start, the counts are the last known.',
  },
}

const DATAGRAMS: Partial<Record<CloseReason, EndingWords>> = {
  'idle-timeout': {
    happened: 'No datagram came or went for as long as the limit idle timeout allows.',
    means: 'UDP has no end on the wire: silence is the end. The next datagram begins a new connection here.',
  },
  'protocol-finished': {
    happened: 'The service had said all it had to say to this address.',
    means: 'Nothing tells the peer. Its next datagram begins a new connection here.',
  },
  killed: {
    happened: 'Somebody cut it in the dashboard or through the API, or a ban did.',
    means: 'Nothing tells the peer. Its next datagram begins a new connection here, unless it is banned.',
  },
}

export const endingWords = (reason: CloseReason, transport: Connection['transport']): EndingWords =>
  (transport === 'udp' ? DATAGRAMS[reason] : undefined) ?? STREAM[reason]
