import type { Protocol } from '@switchboard/contract'
import type { Protocol as ImplementedProtocol } from '@switchboard/netcore'

export function presentProtocol(protocol: ImplementedProtocol): Protocol {
  const { id, title, summary, reference, transports, defaultPort, options, presets, snippets } = protocol
  return {
    ...{ id, title, summary, reference, defaultPort, snippets },
    udpSnippets: protocol.udpSnippets ?? null,
    transports: [...transports],
    needsChallenge: protocol.needsChallenge === true,
    options: { ...options },
    presets: [...presets],
  }
}
