import { formatAddress, type ListenAddress } from '../address.ts'
import { NetcoreError } from '../errors.ts'

/** Turns the system's refusal to bind into an error with a remedy. */
export function bindError(error: NodeJS.ErrnoException, address: ListenAddress): NetcoreError {
  const where = formatAddress(address)
  switch (error.code) {
    case 'EADDRINUSE':
      return new NetcoreError(
        'address-in-use',
        `${where} is in use. Choose another ${address.transport === 'unix' ? 'path' : 'port'}, or stop what listens there.`,
        { address },
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new NetcoreError(
        'address-not-available',
        `This machine does not have the address of ${where}. Use 127.0.0.1, 0.0.0.0 or an address of one of its interfaces.`,
        { address },
      )
    case 'EACCES':
    case 'EPERM':
      return new NetcoreError(
        'address-not-permitted',
        `Switchboard may not listen on ${where}. ${permissionFor(address)}`,
        { address },
      )
    default:
      return new NetcoreError('listen-failed', `Cannot listen on ${where}: ${error.message}.`, { address })
  }
}

const permissionFor = ({ transport }: ListenAddress): string =>
  transport === 'unix'
    ? 'Choose a folder that its user may write to.'
    : 'Ports below 1024 need a privilege: choose a higher port, or grant CAP_NET_BIND_SERVICE.'
