"""Echo with a thread for each connection, as socketserver's documentation shows it."""

import socket
import socketserver


class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            while data := self.request.recv(65536):
                self.request.sendall(data)
        except ConnectionError:
            pass


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 511  # its default of 5 would make clients wait a second for a retry; Node's is 511


with Server(("127.0.0.1", 0), Echo) as server:
    print(f"listening on {server.server_address[1]} -", flush=True)
    server.serve_forever()
