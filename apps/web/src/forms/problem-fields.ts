import type { ListenAddress, Problem } from '@switchboard/contract'
import { capitalise } from '../format/words.ts'
import type { FieldError } from './field-error.ts'

/** Where in a form a problem belongs; empty when it belongs to none of its fields. */
export function fieldsOfProblem(
  problem: Problem,
  listen: readonly ListenAddress[],
  namePath = '/name',
): FieldError[] {
  const { code, errors, detail: message, address } = problem
  if (errors && errors.length > 0) return errors.map(asSentence)
  if (code === 'name-taken') return [{ path: namePath, message }]
  const index = address ? listen.findIndex((one) => isSame(one, address)) : -1
  return index === -1 ? [] : [{ path: `/listen/${index}`, message }]
}

/** The API's messages go on from the field's name: `is 5; …`. Beside the field they need a subject. */
const asSentence = ({ path, message }: FieldError): FieldError => ({
  path,
  message: /^(is|has|can|cannot|must)\b/.test(message)
    ? `This ${message.replaceAll(/\bnull\b/g, 'empty')}.`
    : capitalise(message),
})

function isSame(a: ListenAddress, b: ListenAddress): boolean {
  if (a.transport === 'unix' || b.transport === 'unix') {
    return a.transport === 'unix' && b.transport === 'unix' && a.path === b.path
  }
  return a.transport === b.transport && a.port === b.port && (a.host ?? '127.0.0.1') === b.host
}
