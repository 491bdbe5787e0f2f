// Echo over TCP and UDP with nothing but Node.

import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'

const tcp = createServer({ noDelay: true }, (socket) => {
  socket.on('data', (data) => socket.write(data))
  socket.on('error', () => undefined)
})
const udp = createSocket('udp4', (datagram, { port, address }) => udp.send(datagram, port, address))

tcp.listen(0, '127.0.0.1')
udp.bind(0, '127.0.0.1')
await Promise.all([once(tcp, 'listening'), once(udp, 'listening')])
console.log(`listening on ${(tcp.address() as AddressInfo).port} ${udp.address().port}`)
