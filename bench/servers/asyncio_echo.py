"""Echo over TCP and UDP with asyncio's protocols."""

import asyncio
import resource


class Stream(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)


class Datagrams(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        self.transport.sendto(data, address)


async def main():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # Node does so by itself
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Stream, "127.0.0.1", 0, backlog=511)
    transport, _ = await loop.create_datagram_endpoint(Datagrams, local_addr=("127.0.0.1", 0))
    tcp = server.sockets[0].getsockname()[1]
    udp = transport.get_extra_info("sockname")[1]
    print(f"listening on {tcp} {udp}", flush=True)
    await server.serve_forever()


asyncio.run(main())
