import type { Client } from './client.ts'
import type { AuditEntry } from './generated/client.ts'
import type { AuditQuery, AuditRow } from './rows.ts'

/** Answers the entry's `seq`. */
export async function appendAudit(client: Client, entry: Omit<AuditRow, 'seq'>): Promise<number> {
  const data = { ...entry, at: BigInt(entry.at), changes: JSON.stringify(entry.changes) }
  const { seq } = await client.auditEntry.create({ data, select: { seq: true } })
  return Number(seq)
}

/** Newest first. */
export async function listAudit(client: Client, query: AuditQuery): Promise<AuditRow[]> {
  const { before, since, until, actor, action, target, limit } = query
  const rows = await client.auditEntry.findMany({
    where: {
      ...(before !== undefined && { seq: { lt: before } }),
      ...(actor !== undefined && { OR: [{ actor }, { userId: actor }, { tokenId: actor }] }),
      ...(action !== undefined && { action: action.endsWith('.') ? { startsWith: action } : action }),
      AND: [
        target === undefined ? {} : { OR: [{ target }, { targetName: target }] },
        since === undefined ? {} : { at: { gte: BigInt(since) } },
        until === undefined ? {} : { at: { lt: BigInt(until) } },
      ],
    },
    orderBy: { seq: 'desc' },
    take: limit,
  })
  return rows.map(toRow)
}

function toRow({ seq, at, changes, ...row }: AuditEntry): AuditRow {
  return { ...row, seq: Number(seq), at: Number(at), changes: JSON.parse(changes) as AuditRow['changes'] }
}
