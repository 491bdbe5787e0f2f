import { AuditEntry, AuditFilter, AuditQuery } from '@switchboard/contract'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Store } from '@switchboard/store'
import { Type } from 'typebox'
import { invalid } from '../../problem.ts'
import { page, problems } from '../documented.ts'
import { sendExport } from '../export/send-export.ts'
import { pageOf } from '../page.ts'
import { presentAudit } from './audit.presenter.ts'

const tags = ['audit']
const EXPORT_PAGE = 500

const rows = Type.Unsafe<unknown>({
  description: 'The entries, streamed.',
  content: { 'application/x-ndjson': { schema: { type: 'string' } } },
})

export const auditRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { audit } = app.store

  app.route({
    method: 'GET',
    url: '/audit',
    config: { role: 'admin' },
    schema: {
      tags,
      operationId: 'listAudit',
      summary: 'Lists who changed what, newest first',
      description:
        'Every change through the API, and every rejected sign-in. Entries are never changed and never deleted; secrets are masked.',
      querystring: AuditQuery,
      response: {
        200: page(AuditEntry, 'One page of entries.'),
        ...problems('validation-failed', 'store-unavailable'),
      },
    },
    handler: async ({ query: { limit, before, ...filter } }) => {
      const from = before === undefined ? {} : { before: seqOf(before) }
      const found = await audit.list({ ...storedFilter(filter), ...from, limit: limit + 1 })
      return pageOf(found.map(presentAudit), limit, ({ seq }) => String(seq))
    },
  })

  app.route({
    method: 'GET',
    url: '/audit/export',
    config: { role: 'admin' },
    exposeHeadRoute: false,
    schema: {
      tags,
      operationId: 'exportAudit',
      summary: 'Downloads who changed what as NDJSON, newest first',
      querystring: AuditFilter,
      response: { 200: rows, ...problems('validation-failed', 'store-unavailable') },
    },
    handler: async ({ query }, reply) =>
      sendExport(reply, {
        ...{ name: 'audit', format: 'ndjson', keys: Object.keys(AuditEntry.properties), about: null },
        pages: pages(audit, storedFilter(query)),
      }),
  })
}

type Filter = Omit<Parameters<Store['audit']['list']>[0], 'limit' | 'before'>

async function* pages(audit: Store['audit'], filter: Filter) {
  for (let before = Number.MAX_SAFE_INTEGER; ;) {
    const found = await audit.list({ ...filter, before, limit: EXPORT_PAGE })
    if (found.length === 0) return
    yield found.map(presentAudit)
    before = found.at(-1)?.seq ?? 0
  }
}

function storedFilter({ since, until, ...plain }: AuditFilter): Filter {
  return {
    ...plain,
    ...(since !== undefined && { since: Date.parse(since) }),
    ...(until !== undefined && { until: Date.parse(until) }),
  }
}

function seqOf(before: string): number {
  if (/^\d{1,15}$/.test(before)) return Number(before)
  throw invalid([
    { path: '/before', message: `"${before}" is no place in the audit: take \`next\` of a page` },
  ])
}
