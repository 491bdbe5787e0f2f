import type { Preset, Protocol } from '@switchboard/contract'
import { optionFields, type ServiceDraft } from '../../forms/service-draft.ts'
import { initialValues } from '../../forms/values.ts'

/** The proposal with a preset's options, listening only over the transport the preset is made for. */
export function withPreset(draft: ServiceDraft, preset: Preset | null, protocol: Protocol): ServiceDraft {
  if (preset === null) return draft
  const fitting = draft.listen.filter(({ transport }) => transport === preset.transport)
  const [first] = draft.listen
  const listen = fitting.length > 0 || !first ? fitting : [{ ...first, transport: preset.transport }]
  return { ...draft, listen, options: initialValues(optionFields(protocol), preset.options) }
}
