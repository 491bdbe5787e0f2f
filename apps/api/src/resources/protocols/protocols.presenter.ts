import type { ExampleTurn, Preset, Protocol } from '@switchboard/contract'
import type {
  ExampleTurn as ImplementedTurn,
  Preset as ImplementedPreset,
  Protocol as ImplementedProtocol,
} from '@switchboard/netcore'

export function presentProtocol(protocol: ImplementedProtocol): Protocol {
  const { id, title, summary, reference, transports, defaultPort, options, presets, snippets } = protocol
  return {
    ...{ id, title, summary, reference, defaultPort, snippets },
    clientSees: protocol.clientSees,
    about: [...protocol.about],
    udpSnippets: protocol.udpSnippets ?? null,
    transports: [...transports],
    needsChallenge: protocol.needsChallenge === true,
    options: { ...options },
    presets: presets.map((preset) => presentPreset(preset, protocol)),
    example: presentExample(protocol.example),
  }
}

const presentPreset = (preset: ImplementedPreset, protocol: ImplementedProtocol): Preset => ({
  ...preset,
  example: presentExample(preset.example ?? protocol.example),
})

const presentExample = (example: readonly ImplementedTurn[] = []): ExampleTurn[] =>
  example.map((turn) => ({ varies: false, hex: false, ...turn }))
