import { bytesOf, HEAR_ALL, powershellClient, sendBytes } from '../powershell.ts'

/** Clients to try it with: one upload each, in little-endian order. */
export const snippets = {
  nc: `printf '\\047\\0\\0\\0{"file_name":"hello.txt","file_size":5}hello' | nc -N {host} {port}`,
  python: [
    'import json, os, socket, struct',
    'path = "hello.txt"',
    'header = json.dumps({"file_name": os.path.basename(path), "file_size": os.path.getsize(path)}).encode()',
    'with socket.create_connection(("{host}", {port})) as peer, open(path, "rb") as file:',
    '    peer.sendall(struct.pack("<i", len(header)) + header)',
    '    peer.sendfile(file)',
  ].join('\n'),
  node: [
    "import { createReadStream, statSync } from 'node:fs'",
    "import { connect } from 'node:net'",
    "const path = 'hello.txt'",
    'const header = Buffer.from(JSON.stringify({ file_name: path, file_size: statSync(path).size }))',
    'const length = Buffer.alloc(4)',
    'length.writeInt32LE(header.length)',
    "const peer = connect({port}, '{host}')",
    'peer.write(Buffer.concat([length, header]))',
    'createReadStream(path).pipe(peer)',
  ].join('\n'),
  powershell: powershellClient(
    "$name = 'hello.txt'",
    '[byte[]] $file = [System.IO.File]::ReadAllBytes((Resolve-Path $name))',
    '$json = @{ file_name = $name; file_size = $file.Length } | ConvertTo-Json -Compress',
    `[byte[]] $header = ${bytesOf('$json')}`,
    ...sendBytes('frame', '[System.BitConverter]::GetBytes($header.Length) + $header + $file'),
    ...HEAR_ALL,
  ),
}
