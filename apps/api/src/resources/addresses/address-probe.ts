import type { AddressCheck } from '@switchboard/contract'
import { NetcoreError, overlaps, probeAddress, type PortAddress } from '@switchboard/netcore'
import type { ConfiguredService, ServiceRegistry } from '../services/service-registry.ts'

/** How many ports behind one that is taken are tried. */
const NEAR = 100

/** Tries addresses before a service does. */
export class AddressProbe {
  readonly #services: Pick<ServiceRegistry, 'list'>

  constructor(services: Pick<ServiceRegistry, 'list'>) {
    this.#services = services
  }

  /** `own`: the service that asks; where it listens itself is free for it. */
  async check(address: PortAddress, own: string | null): Promise<AddressCheck> {
    const holder = this.#holderOf(address)
    if (holder && holder.settings.id === own) return FREE
    const failure = await failureOf(address)
    if (failure === null) return FREE
    return {
      free: false,
      code: failure.code as Exclude<AddressCheck['code'], null>,
      message: failure.message,
      ...(holder && { owner: { serviceId: holder.settings.id, name: holder.settings.name } }),
      freePort: failure.code === 'address-in-use' ? await nextFree(address) : null,
    }
  }

  #holderOf(address: PortAddress): ConfiguredService | undefined {
    const holds = ({ running }: ConfiguredService) => running.endpoints.some((at) => overlaps(at, address))
    return this.#services.list().find(holds)
  }
}

const FREE: AddressCheck = { free: true, code: null, message: null, freePort: null }

async function failureOf(address: PortAddress): Promise<NetcoreError | null> {
  try {
    await probeAddress(address)
    return null
  } catch (error) {
    if (error instanceof NetcoreError) return error
    throw error
  }
}

/** TCP and UDP are the usual pair: what is free over one of them only is no good proposal. */
async function nextFree({ host, port }: PortAddress): Promise<number | null> {
  const last = Math.min(port + NEAR, 65_535)
  for (let next = port + 1; next <= last; next++) {
    const failures = await Promise.all(
      (['tcp', 'udp'] as const).map((transport) => failureOf({ transport, host, port: next })),
    )
    if (failures.every((failure) => failure === null)) return next
  }
  return null
}
