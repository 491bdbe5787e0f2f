import type { ApiToken } from '@switchboard/contract'
import type { TokenRow } from '@switchboard/store'
import { timestamp, timestampOrNull } from '../../time.ts'

export function presentToken(token: TokenRow): ApiToken {
  const { id, name, role, services, createdAt, createdBy, expiresAt, lastUsedAt } = token
  return {
    ...{ id, name, role, services, createdBy },
    createdAt: timestamp(createdAt),
    expiresAt: timestampOrNull(expiresAt),
    lastUsedAt: timestampOrNull(lastUsedAt),
  }
}
