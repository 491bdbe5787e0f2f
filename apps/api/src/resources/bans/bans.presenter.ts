import type { Ban, WatchedHost } from '@switchboard/contract'
import type { BanRow } from '@switchboard/store'
import { stateOf } from '../../bans/bans.ts'
import type { Watched } from '../../bans/defender.ts'
import { timestamp, timestampOrNull } from '../../time.ts'

export const presentBan = (row: BanRow): Ban => ({
  ...row,
  state: stateOf(row),
  createdAt: timestamp(row.createdAt),
  expiresAt: timestampOrNull(row.expiresAt),
  endedAt: timestampOrNull(row.endedAt),
})

export const presentHost = ({ lastAt, ...host }: Watched): WatchedHost => ({
  ...host,
  lastAt: timestamp(lastAt),
})
