import type { Connection, ConnectionPhase } from '@switchboard/contract'
import { reasonWords } from './words.ts'

type Words = { word: string; meaning: string; unusual: boolean }

const PHASE_WORDS: Record<ConnectionPhase, Words> = {
  open: { word: 'Open', meaning: 'Both sides may send', unusual: false },
  challenged: {
    word: 'Challenged',
    meaning: 'The peer has yet to answer the challenge',
    unusual: true,
  },
  throttled: {
    word: 'Throttled',
    meaning: 'The bandwidth limit of the service holds bytes back now',
    unusual: true,
  },
  slow: { word: 'Peer is slow', meaning: 'The peer does not take what was sent to it', unusual: true },
  'half-closed': {
    word: 'Half-closed',
    meaning: 'The peer has ended its side, the service not yet its own',
    unusual: true,
  },
  closing: {
    word: 'Closing',
    meaning: 'The service has ended its side: what waits is still being sent',
    unusual: true,
  },
}

/** How a connection stands, or how it ended. */
export function standing({ phase, closeReason }: Pick<Connection, 'phase' | 'closeReason'>): Words {
  if (phase !== null) return PHASE_WORDS[phase]
  return { word: reasonWords(closeReason ?? 'closed'), meaning: 'How it ended', unusual: false }
}
