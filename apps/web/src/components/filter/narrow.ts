import type { Field } from '@switchboard/filter'
import { router } from '../../router/router.svelte.ts'
import { filterLanguage } from './language.ts'

/** Narrows the filter of this screen to a value, as a table shows it, or leaves what has it out. */
export async function narrow(field: Field, value: string | number, exclude: boolean): Promise<void> {
  const { addTerm, valueTerm } = await filterLanguage()
  router.setQuery({ q: addTerm(router.query('q') ?? '', valueTerm(field, value, { exclude })) })
}
