import { ProblemError } from '../api/problem-error.ts'
import { fieldsOf, type Field } from './field.ts'
import { FormErrors } from './form-errors.svelte.ts'
import type { JsonSchema } from './json-schema.ts'
import { fieldsOfProblem } from './problem-fields.ts'
import type { FieldError } from './field-error.ts'
import { findErrors, initialValues, toBody, type Values } from './values.ts'

let made = 0

/** A form that is one request: what it holds, what is wrong with it, and whether it is under way. */
export class RequestForm {
  /** Where the body lies, so that several forms on a screen have controls of their own. */
  readonly #base = `/form-${++made}`
  readonly fields: readonly Field[]
  readonly errors: FormErrors
  values = $state<Values>({})
  busy = $state(false)
  /** Why the last try failed, unless a field tells it. */
  error = $state.raw<unknown>(null)

  /** `schema` is that of the request's body; `given` is what the form begins with; `judge` finds what no schema tells. */
  constructor(schema: JsonSchema, given: Values = {}, judge: (values: Values) => FieldError[] = () => []) {
    this.fields = fieldsOf(schema, this.#base)
    this.values = initialValues(this.fields, given)
    this.errors = new FormErrors(() => [
      ...findErrors(this.fields, this.values),
      ...judge(this.values).map(this.#own),
    ])
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
    this.errors.changed(this.field(key).path)
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
      const blamed = error instanceof ProblemError ? this.#blamed(error) : []
      this.errors.take(blamed)
      if (blamed.length === 0) this.error = error
    }
    this.busy = false
  }

  /** What is wrong with fields of this form; nothing, if some of it lies elsewhere. */
  #blamed({ problem }: ProblemError): FieldError[] {
    const nameTaken = this.fields.some(({ key }) => key === 'username') ? '/username' : '/name'
    const blamed = fieldsOfProblem(problem, [], nameTaken).map(this.#own)
    const isOurs = ({ path }: FieldError) =>
      this.fields.some((field) => path === field.path || path.startsWith(`${field.path}/`))
    return blamed.every(isOurs) ? blamed : []
  }

  readonly #own = ({ path, message }: FieldError): FieldError => ({ path: this.#base + path, message })
}
