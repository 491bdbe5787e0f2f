import plugin from 'fastify-plugin'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AuditChange, Session } from '@switchboard/contract'
import { AUDITED, UNAUDITED, type Audited } from '../audit/actions.ts'
import { AuditLog, type NewAuditRow } from '../audit/audit-log.ts'
import { asGiven, changesBetween } from '../audit/changes.ts'
import { look, type Snapshot } from '../audit/subjects.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What a request that changes something has met, and what it answers. */
    audited: { before: Snapshot | null; answer: Record<string, unknown> } | null
  }
}

/**
 * Puts on record who changed what, from the outside: what the subject was like before the handler and after it. The
 * entry is on the disk before the answer leaves.
 */
export const audit = plugin(
  async (app) => {
    const log = new AuditLog(app.store.audit, app.log)
    app.decorateRequest('audited', null)
    app.addHook('onClose', () => log.close())

    app.addHook('preHandler', async (request) => {
      const audited = auditOf(request)
      if (audited)
        request.audited = { before: await snapshot(app, audited, idOf(request, audited)), answer: {} }
    })
    app.addHook('preSerialization', async (request, _reply, body) => {
      if (request.audited && isRecord(body)) request.audited.answer = body
      return body
    })
    app.addHook('onSend', async (request, reply) => {
      const audited = auditOf(request)
      const action = audited && actionOf(audited, reply)
      if (action) await log.append(await entryOf(app, request, { ...audited, action }))
    })
  },
  { name: 'audit', dependencies: ['store', 'switchboard', 'identity', 'access'] },
)

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/** null for what changes nothing. */
function auditOf(request: FastifyRequest): Audited | null {
  const operation = request.routeOptions.schema?.operationId
  if (READING.has(request.method) || operation === undefined || operation in UNAUDITED) return null
  if (isDry(request.query) || isDry(request.body)) return null
  return AUDITED[operation] ?? { action: operation }
}

/** Statuses of what was tried and did not come off. */
const FAILED = new Set([409, 422, 503])

function actionOf({ action, rejected, evenFailed }: Audited, { statusCode }: FastifyReply): string | null {
  if (statusCode < 400 || (evenFailed && FAILED.has(statusCode))) return action
  return statusCode === 401 ? (rejected ?? null) : null
}

/** What cannot be looked at is told without before and after: the record must not keep anybody from acting. */
async function snapshot(
  app: FastifyInstance,
  { subject }: Audited,
  id: string | null,
): Promise<Snapshot | null> {
  if (!subject) return null
  return await look(app, subject, id ?? '').catch((error: unknown) => {
    app.log.error({ err: error, subject, id }, 'the audit could not look at what is changed')
    return null
  })
}

async function entryOf(
  app: FastifyInstance,
  request: FastifyRequest,
  audited: Audited,
): Promise<NewAuditRow> {
  const { before = null, answer = {} } = request.audited ?? {}
  const target = idOf(request, audited) ?? textOf(answer['id'])
  const after = await snapshot(app, audited, target)
  return {
    ...{
      at: Date.now(),
      action: audited.action,
      requestId: request.id,
      ...actorOf(app.identity, request, answer),
    },
    ...{ target, targetName: after?.name ?? before?.name ?? (audited.quiet ? null : textOf(answer['name'])) },
    changes: [...changesOf(request, audited, after), ...problemIn(answer, audited)],
  }
}

function changesOf({ audited, method, body }: FastifyRequest, { quiet }: Audited, after: Snapshot | null) {
  const before = audited?.before ?? null
  if (quiet) return []
  if (before === null) return asGiven(body)
  // Of a change only what it names: somebody else may have changed the rest meanwhile.
  const named = method === 'PATCH' && isRecord(body) ? new Set(Object.keys(body)) : null
  return changesBetween(pick(before, named), pick(after, named), body)
}

/** Why it did not come off, where it did not. */
function problemIn({ code, requestId }: Record<string, unknown>, { quiet }: Audited): AuditChange[] {
  const isProblem = requestId !== undefined && typeof code === 'string'
  return isProblem && !quiet ? [{ field: 'problem', before: null, after: code }] : []
}

function pick(snapshot: Snapshot | null, named: Set<string> | null): Snapshot['fields'] | null {
  if (!snapshot || !named) return snapshot?.fields ?? null
  return Object.fromEntries(Object.entries(snapshot.fields).filter(([field]) => named.has(field)))
}

/**
 * Who it was; of a sign-in, who it has turned out to be, or whose name was claimed. A name that nobody has is not kept: it
 * may be a password in the wrong field.
 */
function actorOf(
  { users }: FastifyInstance['identity'],
  { caller, body, ip }: FastifyRequest,
  answer: Record<string, unknown>,
) {
  const { role = null, method = null, userId = null, tokenId = null } = caller ?? signedIn(answer)
  const claimed = isRecord(body) ? textOf(body['username']) : null
  const name = caller?.name ?? textOf(answer['name']) ?? users.named(claimed ?? '')?.username ?? null
  return { actor: name, role, method, userId, tokenId, address: ip }
}

function signedIn(answer: Record<string, unknown>): Partial<{
  role: string
  method: string
  userId: string | null
  tokenId: string | null
}> {
  if (answer['authenticated'] !== true) return {}
  const { role, method, userId } = answer as Session
  return { role, method, userId }
}

function idOf({ params, body }: FastifyRequest, { idIn }: Audited): string | null {
  if (idIn !== undefined) return isRecord(body) ? textOf(body[idIn]) : null
  return isRecord(params) ? textOf(params['id']) : null
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value.slice(0, 256) : null)

/** Whoever only asks what would happen changes nothing. */
const isDry = (input: unknown): boolean => isRecord(input) && input['dryRun'] === true

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
