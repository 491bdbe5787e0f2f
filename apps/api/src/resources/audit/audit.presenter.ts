import type { AuditEntry } from '@switchboard/contract'
import type { AuditRow } from '@switchboard/store'
import { timestamp } from '../../time.ts'

export function presentAudit(row: AuditRow): AuditEntry {
  const { seq, at, action, actor: name, role, method, userId, tokenId, address, changes, requestId } = row
  const { target, targetName } = row
  const actor = { name, role, method, userId, tokenId, address } as AuditEntry['actor']
  return {
    ...{ seq, at: timestamp(at), action, actor },
    target: target === null && targetName === null ? null : { id: target, name: targetName },
    ...{ changes, requestId },
  }
}
