import { defineProtocol } from '@switchboard/netcore'
import { Type } from 'typebox'
import { bytesOf, HEAR_ONCE, powershellClient, sendBytes } from '../powershell.ts'

/** What comes after the challenge: the gate before every protocol asks for the secret, so nothing of it is here. */
export const challenge = defineProtocol({
  id: 'challenge',
  title: 'Challenge',
  summary: 'Lets in who can answer 32 random bytes with a digest of a secret.',
  clientSees: '32 random bytes; after the right answer hello, after a wrong one the end without a byte.',
  about: [
    'The secret never crosses the network: the client proves that it knows it.',
    'It answers with the HMAC-SHA-256 of the 32 bytes, the secret being the key, as 64 lower-case hexadecimal digits.',
    'The 32 bytes are other ones on each connection, so an answer that was overheard is worth nothing later.',
    'What is said afterwards is neither encrypted nor safe from change: that takes TLS.',
    'The scheme sha1-prefix, SHA-1 over secret and bytes, is for old clients only.',
  ],
  reference: { title: 'RFC 2104 (HMAC)', url: 'https://www.rfc-editor.org/rfc/rfc2104' },
  transports: ['tcp', 'unix'],
  stateless: true,
  needsChallenge: true,
  defaultPort: 7032,
  options: Type.Object(
    {
      then: Type.Union(
        [
          Type.Literal('echo', { title: 'Echo, until the peer ends' }),
          Type.Literal('close', { title: 'Close' }),
        ],
        { default: 'echo', title: 'Once accepted', description: 'What follows the word that accepts.' },
      ),
    },
    { additionalProperties: false },
  ),
  presets: [
    {
      id: 'check',
      title: 'Check',
      summary: 'Says whether the answer was right, and closes.',
      transport: 'tcp',
      options: { then: 'close' },
    },
    {
      id: 'session',
      title: 'Session',
      summary: 'Sends back whatever an accepted peer says.',
      transport: 'tcp',
      options: { then: 'echo' },
    },
  ],
  snippets: {
    nc: [
      '# nc cannot compute a digest; bash and openssl can',
      'SECRET="your secret"; exec 3<>/dev/tcp/{host}/{port}',
      'head -c 32 <&3 | openssl dgst -sha256 -hmac "$SECRET" -r | cut -c1-64 >&3',
      '# scheme sha1-prefix: (printf %s "$SECRET"; head -c 32 <&3) | sha1sum | cut -c1-40 >&3',
      'head -c 5 <&3; exec 3>&-',
    ].join('\n'),
    python: [
      'import hashlib, hmac, socket',
      'secret = b"your secret"',
      'with socket.create_connection(("{host}", {port})) as peer:',
      '    challenge = peer.recv(32, socket.MSG_WAITALL)',
      '    digest = hmac.new(secret, challenge, hashlib.sha256).hexdigest()',
      '    # scheme sha1-prefix: hashlib.sha1(secret + challenge).hexdigest()',
      '    peer.sendall(digest.encode())',
      '    print(peer.recv(1024))',
    ].join('\n'),
    node: [
      "import { createHmac } from 'node:crypto'",
      "import { connect } from 'node:net'",
      "const secret = 'your secret'",
      "const peer = connect({port}, '{host}')",
      "peer.once('data', (challenge) => {",
      "  // scheme sha1-prefix: createHash('sha1').update(secret).update(challenge).digest('hex')",
      "  peer.end(createHmac('sha256', secret).update(challenge).digest('hex'))",
      "  peer.on('data', (data) => console.log(String(data)))",
      '})',
    ].join('\n'),
    powershell: powershellClient(
      `[byte[]] $secret = ${bytesOf('your secret')}`,
      '[byte[]] $challenge = [System.IO.BinaryReader]::new($peer).ReadBytes(32)',
      '$digest = [System.Security.Cryptography.HMACSHA256]::new($secret).ComputeHash($challenge)',
      '# scheme sha1-prefix: [System.Security.Cryptography.SHA1]::Create().ComputeHash($secret + $challenge)',
      "$hex = [System.BitConverter]::ToString($digest).Replace('-', '').ToLower()",
      ...sendBytes('answer', bytesOf('$hex')),
      ...HEAR_ONCE,
    ),
  },
  async serve(connection, { then }) {
    if (then === 'close') return
    for await (const message of connection.messages) await connection.send(message)
  },
})
