import type { AuditEntry, AuditFilter, Page } from '@switchboard/contract'
import { request } from './request.ts'

/** One page of what passes the filter, newest first. */
export const listAudit = (filter: AuditFilter, before: string | null = null) =>
  request<Page<AuditEntry>>('/audit', { query: { ...filter, before, limit: 50 } })
