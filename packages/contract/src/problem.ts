import { Type, type Static } from 'typebox'
import { ListenAddress } from './listen.ts'

/** Every `code` a problem can carry, with the HTTP status it always has and the title it always shows. */
export const PROBLEMS = {
  'validation-failed': { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Sign in or send a token' },
  forbidden: { status: 403, title: 'This is not allowed' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'name-taken': { status: 409, title: 'The name is taken' },
  'address-in-use': { status: 409, title: 'The address is in use' },
  'invalid-state': { status: 409, title: 'Not possible in this state' },
  'precondition-failed': { status: 412, title: 'It was changed by somebody else meanwhile' },
  'payload-too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'This content type is not understood' },
  'range-not-satisfiable': { status: 416, title: 'The file has no such bytes' },
  'address-not-available': { status: 422, title: 'This machine does not have the address' },
  'address-not-permitted': { status: 422, title: 'The address may not be used' },
  'limit-unenforceable': { status: 422, title: 'This limit cannot be held exactly' },
  'rate-limited': { status: 429, title: 'Too many tries' },
  'internal-error': { status: 500, title: 'Switchboard made a mistake' },
  'secrets-unavailable': { status: 503, title: 'The secrets cannot be read or kept' },
  overloaded: { status: 503, title: 'Too busy at the moment' },
  'store-unavailable': { status: 503, title: 'The database cannot be reached' },
} as const

export type ProblemCode = keyof typeof PROBLEMS

/** An error as the API tells it: RFC 9457 `application/problem+json`. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'A URI that names the kind of problem.' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'What is wrong with this request, and the remedy.' }),
    code: Type.Enum(Object.keys(PROBLEMS) as ProblemCode[]),
    requestId: Type.String(),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          path: Type.String({ description: 'JSON pointer' }),
          message: Type.String(),
          position: Type.Optional(
            Type.Integer({ description: 'Of a filter: where in its text, in UTF-16 units from 0.' }),
          ),
          length: Type.Optional(Type.Integer({ description: 'Of a filter: how much of it.' })),
          expected: Type.Optional(
            Type.Array(Type.String(), { description: 'Of a filter: what could have stood there.' }),
          ),
        }),
      ),
    ),
    address: Type.Optional(ListenAddress),
    owner: Type.Optional(Type.Object({ serviceId: Type.String(), name: Type.String() })),
  },
  { $id: 'Problem' },
)
export type Problem = Static<typeof Problem>
