import type { Protocol, Service } from '@switchboard/contract'
import { isProblem, ProblemError } from '../../api/problem-error.ts'
import { changeService, getService, restartService } from '../../api/services.ts'
import { changesOf, type Difference, type Side } from '../../forms/changes.ts'
import { draftFields, draftFrom, draftValues } from '../../forms/draft-fields.ts'
import type { Field } from '../../forms/field.ts'
import { FormErrors } from '../../forms/form-errors.svelte.ts'
import { toListen } from '../../forms/listen.ts'
import { Merge } from '../../forms/merge.svelte.ts'
import { fieldsOfProblem } from '../../forms/problem-fields.ts'
import { draftOf, findDraftErrors, toPatch, type ServiceDraft } from '../../forms/service-draft.ts'
import { settingsSchema } from '../../forms/settings-schema.ts'
import type { Values } from '../../forms/values.ts'

/** One edit of a service's settings. What others save meanwhile waits in `merge` until it is decided what shall hold. */
export class SettingsEdit {
  readonly #protocol: Protocol
  readonly #fields: readonly Field[]
  /** What the edit began with: nothing is saved over a later version unseen. */
  #base: Service = $state.raw() as Service
  /** The newest version that is known. */
  #newest: Service = $state.raw() as Service
  draft: ServiceDraft = $state() as ServiceDraft
  busy = $state<'save' | 'restart' | null>(null)
  error = $state.raw<unknown>(null)
  readonly errors: FormErrors
  readonly merge: Merge
  /** undefined: nothing is changed. */
  readonly patch = $derived.by(() => toPatch(this.draft, this.#base, this.#protocol, settingsSchema))
  readonly changes = $derived.by(() =>
    changesOf(this.#fields, this.#values(this.#base), draftValues(this.draft)),
  )

  constructor(service: Service, protocol: Protocol) {
    this.#protocol = protocol
    this.#fields = draftFields(protocol, settingsSchema)
    this.errors = new FormErrors(() => findDraftErrors(this.draft, protocol, settingsSchema))
    this.merge = new Merge({
      fields: () => this.#fields,
      base: () => this.#values(this.#base),
      mine: () => draftValues(this.draft),
    })
    this.begin(service)
  }

  /** Forgets what was typed. */
  begin(service: Service): void {
    this.#base = service
    this.#newest = service
    this.draft = draftOf(service, this.#protocol, settingsSchema)
    this.merge.drop()
    this.error = null
    this.errors.take([])
  }

  /** The service as it is now. Answers whether it replaces what is shown, because others saved it and nothing is typed. */
  meet(service: Service): boolean {
    if (this.busy !== null || service.revision <= this.#newest.revision) return false
    const isUntouched = this.patch === undefined
    if (isUntouched) this.begin(service)
    else this.#compare(service)
    return isUntouched
  }

  /** Goes on from the newest version, with what is to be taken of what is typed. */
  decide(sideOf: (difference: Difference) => Side): void {
    this.#goOn(this.merge.take(sideOf))
  }

  /** Answers whether it is saved. */
  async save(): Promise<boolean> {
    const patch = this.patch
    if (this.busy !== null || patch === undefined) return false
    this.busy = 'save'
    this.error = null
    let isSaved = false
    try {
      this.begin(await changeService(this.#base.id, patch, this.#base.revision))
      isSaved = true
    } catch (error) {
      await this.#refused(error)
    }
    this.busy = null
    const isRebased = !isSaved && this.error === null && !this.merge.isOpen
    return isRebased ? this.save() : isSaved
  }

  async restart(): Promise<void> {
    this.busy = 'restart'
    try {
      await restartService(this.#base.id)
    } catch (error) {
      this.error = error
    }
    this.busy = null
  }

  async #refused(error: unknown): Promise<void> {
    if (isProblem(error, 'precondition-failed')) return this.#read()
    if (error instanceof ProblemError)
      this.errors.take(fieldsOfProblem(error.problem, this.draft.listen.map(toListen)))
    this.error = error
  }

  async #read(): Promise<void> {
    try {
      this.#compare(await getService(this.#base.id))
    } catch (failure) {
      this.error = failure
    }
  }

  #compare(service: Service): void {
    this.#newest = service
    const merged = this.merge.meet(this.#values(service))
    if (merged !== null) this.#goOn(merged)
  }

  #goOn(values: Values): void {
    this.begin(this.#newest)
    this.draft = draftFrom(values)
  }

  readonly #values = (service: Service) => draftValues(draftOf(service, this.#protocol, settingsSchema))
}
