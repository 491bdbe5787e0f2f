"""The upload server of socket tutorials, with a thread for each connection: recv(1024) into a file, synced at the end."""

import json
import os
import socketserver
import struct
import tempfile


class Receive(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            (length,) = struct.unpack("<i", self.exactly(4))
            missing = json.loads(self.exactly(length))["file_size"]
            with tempfile.TemporaryFile() as file:
                while missing > 0:
                    data = self.request.recv(1024)
                    if not data:
                        return
                    file.write(data)
                    missing -= len(data)
                file.flush()
                os.fsync(file.fileno())
            self.request.sendall(b"done")
        except (ConnectionError, struct.error):
            pass

    def exactly(self, count):
        data = b""
        while len(data) < count and (more := self.request.recv(count - len(data))):
            data += more
        return data


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 511


with Server(("127.0.0.1", 0), Receive) as server:
    print(f"listening on {server.server_address[1]} -", flush=True)
    server.serve_forever()
