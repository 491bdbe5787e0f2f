import type { Protocol } from '@switchboard/contract'
import { told } from '../language/texts.ts'
import { request } from './request.ts'

let cached: Promise<Protocol[]> | null = null

/** The catalogue. It is fixed while the manager runs, so it is asked for once; a failure is not kept. */
export function listProtocols(): Promise<Protocol[]> {
  cached ??= request<Protocol[]>('/protocols')
    .then(inTheReadersLanguage)
    .catch((error: unknown) => {
      cached = null
      throw error
    })
  return cached
}

const inTheReadersLanguage = (protocols: Protocol[]) =>
  protocols.map((protocol) => ({
    ...toldOf(protocol),
    clientSees: told(protocol.clientSees),
    about: protocol.about.map(told),
    presets: protocol.presets.map(toldOf),
  }))

const toldOf = <Titled extends { title: string; summary: string }>(one: Titled): Titled => ({
  ...one,
  title: told(one.title),
  summary: told(one.summary),
})
