import { isProblem, ProblemError } from '../api/problem-error.ts'
import type { Difference, Side } from './changes.ts'
import type { Field } from './field.ts'
import { fieldsOf } from './schema-fields.ts'
import { FormErrors } from './form-errors.svelte.ts'
import type { JsonSchema } from './json-schema.ts'
import { isSame } from './leaves.ts'
import { Merge } from './merge.svelte.ts'
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
  /** What others saved while this was edited. */
  readonly merge: Merge
  values = $state<Values>({})
  /** What the edit began with, and the newest version that is known. */
  #begun = $state.raw<Values>({})
  #newest: Values
  busy = $state(false)
  /** Why the last try failed, unless a field tells it. */
  error = $state.raw<unknown>(null)

  /** `schema` is that of the request's body; `given` is what the form begins with; `judge` finds what no schema tells. */
  constructor(schema: JsonSchema, given: Values = {}, judge: (values: Values) => FieldError[] = () => []) {
    this.fields = fieldsOf(schema, this.#base)
    this.values = initialValues(this.fields, given)
    this.#begun = this.#newest = initialValues(this.fields, given)
    const [fields, base, mine] = [() => this.fields, () => this.#begun, () => this.values]
    this.merge = new Merge({ fields, base, mine })
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

  /** Whether something is typed that is not what the form began with. */
  get isChanged(): boolean {
    return !isSame(this.values, this.#begun)
  }

  /** Begins anew with what is saved now. */
  begin(given: Values): void {
    this.#newest = initialValues(this.fields, given)
    this.#goOn(initialValues(this.fields, given))
  }

  /** Goes on from what others saved, with what is to be taken of what is typed. */
  decide(sideOf: (difference: Difference) => Side): void {
    this.#goOn(this.merge.take(sideOf))
  }

  /**
   * Judges the form and makes the request, one at a time. What is refused is shown at its fields, too. `reread` answers
   * what others saved meanwhile, where a change is refused because of that.
   */
  async send<Body>(call: (body: Body) => Promise<void>, reread?: () => Promise<Values>): Promise<void> {
    if (this.busy || this.merge.isOpen) return
    this.error = null
    if (!this.errors.passes()) return
    this.busy = true
    let isRebased = false
    try {
      await call(toBody(this.fields, this.values) as Body)
    } catch (error) {
      if (reread && isProblem(error, 'precondition-failed')) isRebased = await this.#compare(reread)
      else this.#refused(error)
    }
    this.busy = false
    if (isRebased) await this.send(call, reread)
  }

  #refused(error: unknown): void {
    const blamed = error instanceof ProblemError ? this.#blamed(error) : []
    this.errors.take(blamed)
    if (blamed.length === 0) this.error = error
  }

  /** Answers whether what others changed lies beside this form, so that it can be sent again. */
  async #compare(reread: () => Promise<Values>): Promise<boolean> {
    try {
      this.#newest = initialValues(this.fields, await reread())
    } catch (error) {
      this.error = error
      return false
    }
    const merged = this.merge.meet(this.#newest)
    if (merged !== null) this.#goOn(merged)
    return merged !== null
  }

  #goOn(values: Values): void {
    this.#begun = this.#newest
    this.values = values
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
