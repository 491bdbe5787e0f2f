import { ProblemError } from '../api/problem-error.ts'
import { fieldsOf, type Field } from './field.ts'
import { FormErrors } from './form-errors.svelte.ts'
import type { JsonSchema } from './json-schema.ts'
import { fieldsOfProblem } from './problem-fields.ts'
import { findErrors, initialValues, toBody, type FieldError, type Values } from './values.ts'

/** A form that is one request: what it holds, what is wrong with it, and whether it is under way. */
export class RequestForm {
  readonly fields: readonly Field[]
  readonly errors: FormErrors
  values = $state<Values>({})
  busy = $state(false)
  /** What the last try came to, as long as the form does not try again. */
  error = $state.raw<unknown>(null)

  /** `schema` is that of the request's body; `given` is what the form begins with; `judge` finds what no schema tells. */
  constructor(schema: JsonSchema, given: Values = {}, judge: (values: Values) => FieldError[] = () => []) {
    this.fields = fieldsOf(schema, '')
    this.values = initialValues(this.fields, given)
    this.errors = new FormErrors(() => [...findErrors(this.fields, this.values), ...judge(this.values)])
  }

  field(key: string): Field {
    const field = this.fields.find((one) => one.key === key)
    if (!field) throw new Error(`The form has no field "${key}".`)
    return field
  }

  /** What a text field holds. */
  text(key: string): string {
    const value = this.values[key]
    return typeof value === 'string' ? value : ''
  }

  set(key: string, value: unknown): void {
    this.values[key] = value
    this.errors.changed(`/${key}`)
  }

  /** Judges the form and makes the request, one at a time. What is refused is shown at its fields, too. */
  async send<Body>(call: (body: Body) => Promise<void>): Promise<void> {
    if (this.busy) return
    this.error = null
    if (!this.errors.passes()) return
    this.busy = true
    try {
      await call(toBody(this.fields, this.values) as Body)
    } catch (error) {
      this.error = error
      if (error instanceof ProblemError) this.errors.take(this.#blamed(error))
    }
    this.busy = false
  }

  #blamed({ problem }: ProblemError) {
    const nameTaken = this.fields.some(({ key }) => key === 'username') ? '/username' : '/name'
    return fieldsOfProblem(problem, [], nameTaken)
  }
}
