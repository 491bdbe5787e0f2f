import { Page, PROBLEMS, Problem, type ProblemCode } from '@switchboard/contract'
import { Type, type Static, type TSchema } from 'typebox'

type Named = TSchema & { $id?: string }

/** A schema of the contract by its name, so that the API's description holds it once. */
export function named<Schema extends Named>(schema: Schema) {
  return Type.Unsafe<Static<Schema>>({ $ref: `${schema.$id}#` })
}

/** An answer with a thing of the contract as its body. */
export function answer<Schema extends Named>(schema: Schema, description: string) {
  return json<Static<Schema>>(named(schema), description)
}

/** An answer with a page of such things. */
export function page<Schema extends Named>(item: Schema, description: string) {
  return json<Page<Static<Schema>>>(Page(named(item)), description)
}

/** An answer with all of such things. */
export function all<Schema extends Named>(item: Schema, description: string) {
  return json<Static<Schema>[]>(Type.Array(named(item)), description)
}

function json<Value>(schema: TSchema, description: string) {
  return Type.Unsafe<Value>({ description, content: { 'application/json': { schema } } })
}

/** An answer with bytes of no kind in particular as its body. */
export function bytes(description: string, type = 'application/octet-stream') {
  const schema = { type: 'string', format: 'binary' }
  return Type.Unsafe<unknown>({ description, content: { [type]: { schema } } })
}

/** An answer without a body. */
export const nothing = (description: string) => Type.Unsafe<undefined>({ type: 'null', description })

/** The problems that any route may answer with. */
const ALWAYS: ProblemCode[] = ['unauthenticated', 'forbidden', 'rate-limited', 'internal-error']

/** The problems a route answers with, by status, for its `response`. */
export function problems(...codes: ProblemCode[]): Record<number, TSchema> {
  const byStatus = Map.groupBy([...codes, ...ALWAYS], (code) => PROBLEMS[code].status)
  return Object.fromEntries([...byStatus].map(([status, same]) => [status, problem(same)]))
}

function problem(codes: ProblemCode[]): TSchema {
  const description = codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' ')
  return Type.Unsafe<Problem>({
    description,
    content: { 'application/problem+json': { schema: named(Problem) } },
  })
}
