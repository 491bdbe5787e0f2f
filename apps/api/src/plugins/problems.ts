import plugin from 'fastify-plugin'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { PROBLEMS, type ProblemCode } from '@switchboard/contract'
import { NetcoreError, type NetcoreErrorCode } from '@switchboard/netcore'
import { StoreError, type StoreErrorCode } from '@switchboard/store'
import { presentAddress } from '../resources/services/service-address.ts'
import { ApiError, presentProblem } from '../problem.ts'
import { SecretError } from '../secret-box.ts'

/** What each error of the storeys below is called outside. */
const FROM_NETCORE: Record<NetcoreErrorCode, ProblemCode> = {
  'address-in-use': 'address-in-use',
  'address-not-available': 'address-not-available',
  'address-not-permitted': 'address-not-permitted',
  'invalid-state': 'invalid-state',
  'invalid-options': 'validation-failed',
  'unknown-protocol': 'validation-failed',
  'unsupported-transport': 'validation-failed',
  'limit-unenforceable': 'limit-unenforceable',
  'secrets-unavailable': 'secrets-unavailable',
  'engine-lost': 'overloaded',
  'listen-failed': 'address-not-available',
}

const FROM_STORE: Record<StoreErrorCode, ProblemCode> = {
  'name-taken': 'name-taken',
  'not-found': 'not-found',
  'invalid-url': 'store-unavailable',
  unwritable: 'store-unavailable',
  corrupt: 'store-unavailable',
  'schema-newer': 'store-unavailable',
  'schema-conflict': 'store-unavailable',
  rejected: 'internal-error',
  unavailable: 'store-unavailable',
}

const FROM_FASTIFY: Record<string, [ProblemCode, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'payload-too-large',
    'The body is larger than 256 KiB (4 MiB for services:apply): send less at once.',
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported-media-type',
    'Send the body as JSON, with the header Content-Type: application/json.',
  ],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'validation-failed',
    'Content-Length differs from the length of the body.',
  ],
  FST_ERR_BAD_URL: ['validation-failed', 'The path of the address is not valid percent-encoding.'],
}

/** Of errors that Fastify and its plugins raise with a status and a message for the caller. */
const FROM_STATUS: Record<number, ProblemCode> = {
  400: 'validation-failed',
  403: 'forbidden',
  404: 'not-found',
}

/** Gives the error its outside name. What nobody foresaw stays inside: only the log tells more. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error
  if (error instanceof NetcoreError) return fromNetcore(error)
  if (error instanceof SecretError)
    return new ApiError('secrets-unavailable', `The secrets cannot be read: ${error.message}.`)
  if (error instanceof StoreError) return new ApiError(FROM_STORE[error.code], error.message)
  return fromFastify(error as Partial<FastifyError>) ?? new ApiError('internal-error', UNFORESEEN)
}

const UNFORESEEN = 'Something unforeseen went wrong; the log tells more under this requestId.'

function fromNetcore({ code, message, context: { address, owner, errors } }: NetcoreError): ApiError {
  return new ApiError(FROM_NETCORE[code], message, {
    ...(address && { address: presentAddress(address) }),
    ...(owner && { owner }),
    ...(errors && { errors }),
  })
}

function fromFastify({ code, statusCode, message }: Partial<FastifyError>): ApiError | null {
  const known = FROM_FASTIFY[code ?? '']
  if (known) return new ApiError(...known)
  const named = FROM_STATUS[statusCode ?? 0]
  return named ? new ApiError(named, message ?? PROBLEMS[named].title) : null
}

/** When another try makes sense, in seconds, where the problem itself does not know. */
const RETRY_AFTER_S: Partial<Record<ProblemCode, number>> = {
  'rate-limited': 10,
  overloaded: 1,
  'store-unavailable': 5,
  'secrets-unavailable': 60,
}

/** Answers with a problem. Fastify also calls it for errors that come before any route. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = toApiError(error)
  const { status } = PROBLEMS[problem.code]
  if (status >= 500) request.log.error({ err: error }, problem.message)
  reply.header('x-request-id', request.id)
  const retryAfter = problem.retryAfter ?? RETRY_AFTER_S[problem.code]
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter)
  if (problem.code === 'unauthenticated') reply.header('www-authenticate', 'Bearer')
  return reply.code(status).type('application/problem+json').send(presentProblem(problem, request.id))
}

/** Every error leaves as `application/problem+json`, and every answer carries its `x-request-id`. */
export const problems = plugin(
  async (app) => {
    app.addHook('onRequest', async (request, reply) => {
      reply.header('x-request-id', request.id)
    })
    app.setErrorHandler(answerProblem)
    app.setNotFoundHandler((request, reply) => {
      const path = request.url.split('?')[0]
      const detail = `There is no ${request.method} ${path}: /api/v1/openapi.json lists what there is.`
      return answerProblem(new ApiError('not-found', detail), request, reply)
    })
  },
  { name: 'problems' },
)
