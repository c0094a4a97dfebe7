import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { refused } from '../platform/errors'
import { headBytes, tailBytes } from './sniff.service'
import { createJpegWatch } from './whole.rules'

export type ReadFile = {
  readonly size: number
  readonly sha256: string
  readonly tail: Buffer
  /** Means something for a JPEG only. */
  readonly jpegEnded: boolean
}

export type FileStream = {
  /** The first bytes, or all of a small file. */
  readonly head: Buffer
  /**
   * The whole file once, hashed and counted on its way, in constant memory.
   * @throws refused `too-big`
   */
  readonly pour: () => AsyncIterable<Buffer>
  /** What is known after `pour` has ended. */
  readonly result: () => ReadFile
  /** Reads the rest away, so that the next file of the form can come; the size of all of it. */
  readonly drain: () => Promise<number>
}

const keepLast = (tail: Buffer, part: Buffer): Buffer =>
  part.length >= tailBytes
    ? Buffer.from(part.subarray(-tailBytes))
    : Buffer.concat([tail, part]).subarray(-tailBytes)

/** @param stream is left open: the form's parser goes on with it */
export const openFileStream = async (stream: Readable, maxBytes: number): Promise<FileStream> => {
  const parts = stream.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer, undefined>
  const hash = createHash('sha256')
  const jpeg = createJpegWatch()
  let seen = 0
  let tail: Buffer = Buffer.alloc(0)

  const next = async (): Promise<Buffer | undefined> => {
    const { value, done } = await parts.next()
    if (done === true) return undefined
    seen += value.length
    return value
  }

  let head: Buffer = Buffer.alloc(0)
  while (head.length < headBytes) {
    const part = await next()
    if (part === undefined) break
    head = Buffer.concat([head, part])
  }

  const pass = (part: Buffer): Buffer => {
    if (seen > maxBytes) throw refused('too-big')
    hash.update(part)
    jpeg.feed(part)
    tail = keepLast(tail, part)
    return part
  }

  return {
    head: head.subarray(0, headBytes),
    async *pour() {
      if (head.length > 0) yield pass(head)
      for (let part = await next(); part !== undefined; part = await next()) yield pass(part)
    },
    result: () => ({
      size: seen,
      sha256: hash.digest('hex'),
      tail,
      jpegEnded: jpeg.hasEnded(),
    }),
    drain: async () => {
      while ((await next()) !== undefined);
      return seen
    },
  }
}
