import type { Role } from '@switchboard/contract'

/** Who calls, and by what right. `open`: no token is set up. */
export type Caller = {
  role: Role
  /** What people call it: shown where its deeds are told. null: everybody on this machine. */
  name: string | null
} & ({ method: 'open' | 'token' } | { method: 'session'; sessionId: string })
