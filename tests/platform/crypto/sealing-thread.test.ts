import { createHash, randomBytes } from 'node:crypto'
import { decryptRange, newSymmetricKey, sealedSize, sealFile } from '../../../src/platform/crypto'
import { systemRandom } from '../../../src/platform/random'
import { collect, inParts } from '../../support/bytes'

const key = newSymmetricKey(systemRandom)
const batch = 256 * 1024

const opened = (sealed: Buffer, fileId: string, length: number): Promise<Buffer> =>
  collect(
    decryptRange(
      {
        fileKey: key,
        fileId,
        size: sealed.length,
        length,
        read: (start, end) => inParts(sealed.subarray(start, end + 1)),
      },
      0,
      length - 1,
    ),
  )

/** Sealed, of the right size, with the right hash, and the same when it is opened. */
const comesBack = async (bytes: Buffer, fileId: string): Promise<boolean> => {
  const { bytes: coming, sha256 } = sealFile(key, fileId, inParts(bytes))
  const sealed = await collect(coming)
  return (
    sealed.length === sealedSize(bytes.length) &&
    sha256() === createHash('sha256').update(bytes).digest('hex') &&
    (await opened(sealed, fileId, bytes.length)).equals(bytes)
  )
}

describe('a large file, sealed on the other thread', () => {
  it.each([batch - 1, batch, batch + 1, 2 * batch, 5 * batch, 9 * batch + 4321])(
    'of %i bytes is what it was, and its hash is told',
    async length => {
      expect(await comesBack(randomBytes(length), 'one')).toBe(true)
    },
  )

  it('is not mixed with others that come at the same time', async () => {
    const files = Array.from({ length: 9 }, (_, at) => randomBytes(batch * (at % 4) + 777 * at + 1))
    const back = await Promise.all(files.map((bytes, at) => comesBack(bytes, `file-${at}`)))
    expect(back).toEqual(files.map(() => true))
  })

  it('may be given up in the middle, by either side; the next one does not suffer', async () => {
    async function* broken(): AsyncIterable<Buffer> {
      yield await Promise.resolve(randomBytes(3 * batch))
      throw new Error('the line was cut')
    }
    await expect(collect(sealFile(key, 'cut', broken()).bytes)).rejects.toThrow('the line was cut')
    for await (const part of sealFile(key, 'left', inParts(randomBytes(9 * batch))).bytes)
      if (part.length > 100) break
    expect(await comesBack(randomBytes(3 * batch + 5), 'next')).toBe(true)
  })

  it('has no hash before its end', () => {
    expect(() => sealFile(key, 'early', inParts(Buffer.alloc(1))).sha256()).toThrow('not ended')
  })
})
