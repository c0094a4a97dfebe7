import { hkdfSync } from 'node:crypto'
import { hash, hashRaw } from '@node-rs/argon2'
import { derivePassword, newPasswordSalt, sameVerifier } from '../../../src/platform/crypto'
import { createBoundedQueue } from '../../../src/platform/crypto/queue'
import { systemRandom } from '../../../src/platform/random'

const salt = newPasswordSalt(systemRandom)

describe('a derived password', () => {
  it('is Argon2id at 64 MiB and three passes, split in two by HKDF', async () => {
    const cost = { memoryCost: 65_536, timeCost: 3, parallelism: 1, outputLen: 32, salt }
    const spelled = await hash('correct horse', cost)
    expect(spelled).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/)
    const raw = await hashRaw('correct horse', cost)
    expect(spelled.split('$').at(-1)).toBe(raw.toString('base64').replace(/=+$/, ''))

    const { verifier, wrappingKey } = await derivePassword('correct horse', salt)
    const part = (purpose: string) =>
      Buffer.from(hkdfSync('sha256', raw, '', `mingshao password ${purpose}`, 32))
    expect(verifier.equals(part('verifier'))).toBe(true)
    expect(wrappingKey.equals(part('wrapping key'))).toBe(true)
    expect(verifier.equals(wrappingKey)).toBe(false)
  })

  it('differs for another password and another salt, and not for the keyboard’s width', async () => {
    const [one, other, salted, wide] = await Promise.all([
      derivePassword('abc123', salt),
      derivePassword('abc124', salt),
      derivePassword('abc123', newPasswordSalt(systemRandom)),
      derivePassword('ａｂｃ１２３', salt),
    ])
    expect(sameVerifier(one.verifier, other.verifier)).toBe(false)
    expect(sameVerifier(one.verifier, salted.verifier)).toBe(false)
    expect(sameVerifier(one.verifier, wide.verifier)).toBe(true)
    expect(sameVerifier(one.verifier, one.verifier.subarray(1))).toBe(false)
  })
})

describe('a bounded queue', () => {
  it('runs a few at once, lets some wait in order, and refuses the rest', async () => {
    const queue = createBoundedQueue({ atOnce: 2, waiting: 3, busy: 'test.busy' })
    const finish: (() => void)[] = []
    const begun: number[] = []
    const work = (number: number) =>
      queue(() => {
        begun.push(number)
        return new Promise<number>(resolve =>
          finish.push(() => {
            resolve(number)
          }),
        )
      })
    const started = [1, 2, 3, 4, 5].map(work)
    await expect(work(6)).rejects.toMatchObject({ kind: 'unavailable', code: 'test.busy' })
    expect(begun).toEqual([1, 2])

    for (let left = 5; left > 0; left -= 1) {
      finish.shift()?.()
      await new Promise(resolve => setImmediate(resolve))
    }
    await expect(Promise.all(started)).resolves.toEqual([1, 2, 3, 4, 5])
    expect(begun).toEqual([1, 2, 3, 4, 5])
  })

  it('goes on after a failure', async () => {
    const queue = createBoundedQueue({ atOnce: 1, waiting: 1, busy: 'test.busy' })
    await expect(queue(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await expect(queue(() => Promise.resolve('yes'))).resolves.toBe('yes')
  })
})
