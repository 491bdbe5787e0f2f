import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** How a caller fared: one echo, or hung up on. */
type Fate = 'served' | 'refused'

/** Opens connections, some at once, and keeps them, each after one echo; those hung up on before count as refused. */
export async function gather(port: number, size: number, atOnce = 100) {
  const sockets: Socket[] = []
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()))
  const call = async () => {
    const socket = connect(port, '127.0.0.1')
    const fate = await oneEcho(socket)
    if (fate === 'served') sockets.push(socket)
    return fate
  }
  const fates = await inParallel(size, atOnce, call)
  return { sockets, ...fates }
}

/** Connects, has one echo, and resets: so often, so many at once. */
export async function storm(port: number, size: number, atOnce = 64) {
  return inParallel(size, atOnce, async () => {
    const socket = connect(port, '127.0.0.1')
    const fate = await oneEcho(socket)
    socket.resetAndDestroy() // spares the ports that TIME_WAIT would hold
    return fate
  })
}

/** Says one byte and hears it, or is hung up on, or not let in at all. */
export function oneEcho(socket: Socket): Promise<Fate> {
  return new Promise((resolve) => {
    socket.on('error', () => undefined) // 'close' follows
    socket.once('close', () => resolve('refused'))
    socket.once('data', () => resolve('served'))
    socket.write('x')
  })
}

/** Counts how `size` calls fared, `atOnce` of them at a time. */
async function inParallel(size: number, atOnce: number, call: () => Promise<Fate>) {
  const fates = { served: 0, refused: 0 }
  let left = size
  const worker = async () => {
    while (left-- > 0) fates[await call()]++
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, size) }, worker))
  return fates
}
