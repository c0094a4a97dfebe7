import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import {
  decryptRange,
  newSymmetricKey,
  sealFile,
  sealedSize,
  type SealedFile,
} from '../../../src/platform/crypto'
import { systemRandom } from '../../../src/platform/random'
import { collect, inParts } from '../../support/bytes'

const chunk = 65_536
const sealedChunk = chunk + 28
const header = 8
const fileKey = newSymmetricKey(systemRandom)

const seal = (bytes: Buffer, fileId = 'f1', size = 40_000): Promise<Buffer> =>
  collect(sealFile(fileKey, fileId, inParts(bytes, size)).bytes)

const fileOf = (sealed: Buffer, length: number, changes: Partial<SealedFile> = {}): SealedFile => ({
  fileKey,
  fileId: 'f1',
  size: sealed.length,
  length,
  read: (start, end) => inParts(sealed.subarray(start, end + 1), 10_000),
  ...changes,
})

const open = (file: SealedFile, start = 0, end = file.length - 1): Promise<Buffer> =>
  collect(decryptRange(file, start, end))

describe('a sealed file', () => {
  it.each([0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk + 17])(
    'gives back %i bytes, and shows whole chunks only',
    async length => {
      const bytes = randomBytes(length)
      const sealed = await seal(bytes)
      expect(sealed).toHaveLength(header + Math.max(1, Math.ceil(length / chunk)) * sealedChunk)
      expect(sealed).toHaveLength(sealedSize(length))
      expect((await open(fileOf(sealed, length))).equals(bytes)).toBe(true)
    },
  )

  it('serves any byte range', async () => {
    const bytes = randomBytes(5 * chunk + 123)
    const file = fileOf(await seal(bytes), bytes.length)
    const at = fc.nat({ max: bytes.length - 1 })
    await fc.assert(
      fc.asyncProperty(at, at, async (one, other) => {
        const [start, end] = one < other ? [one, other] : [other, one]
        const part = await open(file, start, end)
        expect(part.equals(bytes.subarray(start, end + 1))).toBe(true)
      }),
    )
    for (const start of [0, chunk - 1, chunk, 5 * chunk, bytes.length - 1])
      expect((await open(file, start, start)).equals(bytes.subarray(start, start + 1))).toBe(true)
  })

  it('reads no more of the disk than the chunks of the range', async () => {
    const bytes = randomBytes(10 * chunk)
    const sealed = await seal(bytes)
    let asked = 0
    const read = (start: number, end: number) => {
      asked += end - start + 1
      return inParts(sealed.subarray(start, end + 1), 10_000)
    }
    await open(fileOf(sealed, bytes.length, { read }), 3 * chunk + 5, 4 * chunk + 5)
    expect(asked).toBe(header + 2 * sealedChunk)
  })

  it('does not care how the content came in', async () => {
    const bytes = randomBytes(2 * chunk + 5)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 500, max: 3 * chunk }), async size => {
        const sealed = await seal(bytes, 'f1', size)
        expect((await open(fileOf(sealed, bytes.length))).equals(bytes)).toBe(true)
      }),
      { numRuns: 15 },
    )
  })

  it('refuses ranges outside the content', async () => {
    const file = fileOf(await seal(Buffer.alloc(10)), 10)
    for (const [start, end] of [
      [-1, 3],
      [0, 10],
      [8, 6],
    ] as const)
      await expect(open(file, start, end)).rejects.toThrow(RangeError)
  })
})

describe('a tampered file', () => {
  const bytes = randomBytes(4 * chunk)
  const chunkAt = (sealed: Buffer, index: number) =>
    sealed.subarray(header + index * sealedChunk, header + (index + 1) * sealedChunk)

  it('is caught when cut at a chunk, even if the length is lied about', async () => {
    const sealed = await seal(bytes)
    const cut = sealed.subarray(0, header + 3 * sealedChunk)
    await expect(open(fileOf(cut, bytes.length), 0, 5)).rejects.toThrow('file.broken')
    await expect(open(fileOf(cut, 3 * chunk))).rejects.toThrow('file.broken')
  })

  it('is caught when the store hands out fewer bytes than it said', async () => {
    const sealed = await seal(bytes)
    const read = (start: number, end: number) =>
      inParts(sealed.subarray(0, header + 2 * sealedChunk).subarray(start, end + 1), 10_000)
    await expect(open(fileOf(sealed, bytes.length, { read }))).rejects.toThrow('file.broken')
  })

  it('is caught when chunks change places or one is repeated', async () => {
    const sealed = await seal(bytes)
    const [first, second, third, last] = [0, 1, 2, 3].map(index => chunkAt(sealed, index))
    const rebuilt = (...chunks: (Buffer | undefined)[]) =>
      Buffer.concat([sealed.subarray(0, header), ...chunks.map(one => one ?? Buffer.alloc(0))])
    for (const forged of [rebuilt(second, first, third, last), rebuilt(first, first, third, last)])
      await expect(open(fileOf(forged, bytes.length))).rejects.toThrow('file.broken')
  })

  it('is caught when a chunk comes from another file under the same key', async () => {
    const [mine, other] = [await seal(bytes, 'f1'), await seal(bytes, 'f2')]
    const forged = Buffer.from(mine)
    chunkAt(other, 1).copy(forged, header + sealedChunk)
    await expect(open(fileOf(forged, bytes.length))).rejects.toThrow('file.broken')
    await expect(open(fileOf(other, bytes.length))).rejects.toThrow('file.broken')
  })

  it('is caught at any flipped bit, the header included', async () => {
    const small = randomBytes(100)
    const sealed = await seal(small)
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: sealed.length * 8 - 1 }), async bit => {
        const changed = Buffer.from(sealed)
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
        await expect(open(fileOf(changed, small.length))).rejects.toThrow('file.broken')
      }),
    )
  })

  it('gives nothing under another key', async () => {
    const other = newSymmetricKey(systemRandom)
    const file = fileOf(await seal(bytes), bytes.length, { fileKey: other })
    await expect(open(file)).rejects.toThrow('file.broken')
  })
})

describe('memory', () => {
  it('does not grow with the file', async () => {
    const piece = Buffer.alloc(chunk)
    async function* many(count: number): AsyncIterable<Buffer> {
      for (let at = 0; at < count; at += 1) yield await Promise.resolve(piece)
    }
    let peak = 0
    let bytes = 0
    const before = process.memoryUsage().arrayBuffers
    for await (const part of sealFile(fileKey, 'big', many(4096)).bytes) {
      bytes += part.length
      if (bytes % (16 * sealedChunk) < sealedChunk)
        peak = Math.max(peak, process.memoryUsage().arrayBuffers - before)
    }
    expect(bytes).toBe(sealedSize(4096 * chunk))
    // 256 MiB went through; what is held is what the collector has not yet fetched.
    expect(peak).toBeLessThan(128 * 1024 * 1024)
  })
})
