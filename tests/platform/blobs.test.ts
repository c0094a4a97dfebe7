import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createDiskBlobs, type Blobs } from '../../src/platform/blobs'
import { behindBytes, blockBytes, newPages } from '../../src/platform/direct-io'

let folder: string
let blobs: Blobs
const id = '6f1f2f0e-1b1c-4a53-9d9d-1f0c3f2f7a10'

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'mingshao-blobs-'))
  blobs = createDiskBlobs(folder, () => new Date('2026-11-22T23:59:30+08:00'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

async function* pieces(...texts: string[]) {
  await Promise.resolve()
  for (const text of texts) yield Buffer.from(text)
}

const readAll = async (start: number, end: number) => {
  const parts: Buffer[] = []
  for await (const part of blobs.read(id, start, end)) parts.push(part)
  return Buffer.concat(parts).toString()
}

const filesIn = (place: string) =>
  readdirSync(place, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())

it('gives back any range of what it was given', async () => {
  expect(await blobs.write(id, pieces('hello ', 'world'))).toEqual({ size: 11 })
  expect(await blobs.size(id)).toBe(11)
  expect(await readAll(0, 10)).toBe('hello world')
  expect(await readAll(4, 6)).toBe('o w')
})

describe('large pieces, which go to the disk past the page cache', () => {
  const large = behindBytes + blockBytes
  /** As the sealing thread does: the memory of a piece is used again as soon as the next but one is asked for. */
  async function* reusing(lengths: readonly number[]) {
    const rooms = [0, 1].map(() => Buffer.from(newPages(large)))
    for (const [at, length] of lengths.entries()) {
      const room = rooms[at % 2] ?? Buffer.alloc(0)
      room.fill(at + 1)
      await new Promise(resolve => setImmediate(resolve))
      yield room.subarray(0, length)
    }
  }
  const written = (lengths: readonly number[]) =>
    Buffer.concat(lengths.map((length, at) => Buffer.alloc(length, at + 1)))

  it.each([
    ['whole blocks with an end that is none', [large, large, large, 5]],
    [
      'one that is no whole block in between, and none at its place after it',
      [large, behindBytes + 1, large],
    ],
    ['small ones before and after', [7, large, 7]],
    ['whole blocks alone', [large, large]],
  ])('come out as they went in: %s', async (_what, lengths) => {
    const whole = written(lengths)
    expect(await blobs.write(id, reusing(lengths))).toEqual({ size: whole.length })
    expect(readFileSync(path.join(folder, id.slice(0, 2), id)).equals(whole)).toBe(true)
  })

  it('come out the same from memory that begins on no page', async () => {
    const unaligned = Buffer.alloc(large + 16, 3).subarray(16)
    async function* one() {
      await Promise.resolve()
      yield unaligned
    }
    await blobs.write(id, one())
    expect(readFileSync(path.join(folder, id.slice(0, 2), id)).equals(unaligned)).toBe(true)
  })

  it('leave nothing when what comes after them breaks', async () => {
    async function* broken() {
      yield* reusing([large, large])
      throw new Error('the line was cut')
    }
    await expect(blobs.write(id, broken())).rejects.toThrow('the line was cut')
    expect(filesIn(folder)).toEqual([])
  })
})

it('tells the day of a blob and not the minute', async () => {
  await blobs.write(id, pieces('x'))
  const [file] = filesIn(folder)
  const { mtime, atime } = statSync(path.join(file?.parentPath ?? '', file?.name ?? ''))

  expect([mtime, atime]).toEqual([
    new Date('2026-11-22T00:00:00+08:00'),
    new Date('2026-11-22T00:00:00+08:00'),
  ])
})

it('tells the day of a folder and not the minute', async () => {
  const midnight = new Date('2026-11-22T00:00:00+08:00')
  const times = () =>
    ['', 'partial', id.slice(0, 2), '00', 'ff'].map(name => statSync(path.join(folder, name)).mtime)
  await blobs.write(id, pieces('x'))
  expect(times()).toEqual(Array.from({ length: 5 }, () => midnight))

  await blobs.remove(id)
  expect(times()).toEqual(Array.from({ length: 5 }, () => midnight))
})

it('keeps nothing of a source that breaks off', async () => {
  async function* broken() {
    yield Buffer.from('half')
    await Promise.resolve()
    throw new Error('cut')
  }

  await expect(blobs.write(id, broken())).rejects.toThrow('cut')
  expect(filesIn(folder)).toEqual([])
  await expect(blobs.size(id)).rejects.toMatchObject({ kind: 'not-found' })
})

it.each(['../../etc/passwd', 'A'.repeat(40), '', '6f/../x0000000000000'])(
  'knows no blob called %s',
  async name => {
    await expect(blobs.size(name)).rejects.toMatchObject({ kind: 'not-found' })
    await expect(blobs.write(name, pieces('x'))).rejects.toMatchObject({ kind: 'not-found' })
  },
)

it('lists what is whole, and takes away what a crash left behind', async () => {
  await blobs.write(id, pieces('x'))
  writeFileSync(path.join(folder, 'partial', 'left-over'), 'half')
  const listed: string[] = []
  for await (const blob of blobs.list()) listed.push(blob.id)

  expect(listed).toEqual([id])
  expect(await blobs.removePartial(new Date(Date.now() - 60_000))).toBe(0)
  expect(await blobs.removePartial(new Date(Date.now() + 60_000))).toBe(1)
  await blobs.remove(id)
  await blobs.remove(id)
  expect(filesIn(folder)).toEqual([])
})
