import { createHash, createHmac } from 'node:crypto'
import { TcpClient } from './tcp-client.ts'

export const CHALLENGE_BYTES = 32

type Digest = (secret: string | Buffer, challenge: Buffer) => string

export const hmacSha256: Digest = (secret, challenge) =>
  createHmac('sha256', secret).update(challenge).digest('hex')
export const sha1Prefix: Digest = (secret, challenge) =>
  createHash('sha1').update(secret).update(challenge).digest('hex')

/** A peer that was sent its challenge. */
export class ChallengedPeer {
  readonly challenge: Buffer
  readonly #client: TcpClient

  private constructor(client: TcpClient, challenge: Buffer) {
    this.#client = client
    this.challenge = challenge
  }

  static async connect(port: number): Promise<ChallengedPeer> {
    const client = await TcpClient.connect(port)
    return new ChallengedPeer(client, Buffer.from(await client.receivedBytes(CHALLENGE_BYTES)))
  }

  send(text: string): void {
    this.#client.send(text)
  }

  /** Waits for so many bytes after the challenge, and answers all of them. */
  async heard(bytes: number): Promise<string> {
    return (await this.#client.receivedBytes(CHALLENGE_BYTES + bytes)).subarray(CHALLENGE_BYTES).toString()
  }

  /** Waits for the end, and answers everything that came after the challenge. */
  async lastWords(): Promise<string> {
    await this.#client.closed()
    return this.heard(0)
  }

  end(): void {
    this.#client.end()
  }
}
