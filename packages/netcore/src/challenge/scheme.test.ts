import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fittingSecret, isSameDigest, SCHEMES, type SchemeName } from './scheme.ts'

describe('a digest', () => {
  it('is HMAC-SHA-256 with the secret as key (RFC 4231, test case 2)', () => {
    const digest = SCHEMES['hmac-sha256'].digest('Jefe', Buffer.from('what do ya want for nothing?'))
    expect(digest.toString('hex')).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')
  })

  it('is SHA-1 of the secret and what follows it (FIPS 180-1, appendix A)', () => {
    const digest = SCHEMES['sha1-prefix'].digest('a', Buffer.from('bc'))
    expect(digest.toString('hex')).toBe('a9993e364706816aba3e25717850c26c9cd0d89d')
  })

  it('takes a secret as UTF-8', () => {
    const [composed, asBytes] = ['schlüssel', Buffer.from('schl\u00fcssel').toString()]
    const challenge = randomBytes(32)
    expect(SCHEMES['hmac-sha256'].digest(composed, challenge)).toEqual(
      SCHEMES['hmac-sha256'].digest(asBytes, challenge),
    )
  })
})

describe.each(Object.keys(SCHEMES) as SchemeName[])('%s', (name) => {
  const scheme = SCHEMES[name]
  const secrets = ['lab', 'field', 'attic'].map((place) => ({ name: place, secret: `secret of ${place}` }))
  const challenge = randomBytes(32)

  it.each(secrets)('finds $name by its digest', (one) => {
    const digest = scheme.digest(one.secret, challenge)
    expect(digest).toHaveLength(scheme.bytes)
    expect(fittingSecret(scheme, secrets, challenge, digest)).toBe(one)
  })

  it('finds nobody for another challenge, another secret or another length', () => {
    const find = (digest: Buffer) => fittingSecret(scheme, secrets, challenge, digest)
    expect(find(scheme.digest('secret of lab', randomBytes(32)))).toBeUndefined()
    expect(find(scheme.digest('secret of the lab', challenge))).toBeUndefined()
    for (const bytes of [0, scheme.bytes - 1, scheme.bytes + 1])
      expect(find(Buffer.alloc(bytes))).toBeUndefined()
    expect(fittingSecret(scheme, [], challenge, Buffer.alloc(scheme.bytes))).toBeUndefined()
  })
})

it('compares digests of different lengths without a throw', () => {
  expect(isSameDigest(Buffer.alloc(20), Buffer.alloc(32))).toBe(false)
  expect(isSameDigest(Buffer.alloc(20), Buffer.alloc(20))).toBe(true)
})
