import type { Readable } from 'node:stream'
import { refused } from '../platform/errors'
import { headBytes, tailBytes } from './sniff.service'
import { readParts } from './stream-parts'
import { createJpegWatch } from './whole.rules'

export type ReadFile = {
  readonly size: number
  readonly tail: Buffer
  /** Means something for a JPEG only. */
  readonly jpegEnded: boolean
}

export type FileStream = {
  /** The first bytes, or all of a small file. */
  readonly head: Buffer
  /**
   * The whole file once, counted on its way, in constant memory.
   * @throws refused `too-big`
   */
  readonly pour: () => AsyncIterable<Buffer>
  /** What is known after `pour` has ended. */
  readonly result: () => ReadFile
  /** Reads the rest away, so that the next file of the form can come; the size of all of it. */
  readonly drain: () => Promise<number>
}

const mostParts = 256

/** Keeps the last parts as they come: nothing is copied until the end is asked for. */
const createTail = () => {
  let parts: Buffer[] = []
  let held = 0
  return {
    feed: (part: Buffer): void => {
      // A sender who gives byte by byte must not make us keep a thousand scraps.
      if (parts.length >= mostParts) parts = [Buffer.concat(parts)]
      parts.push(part)
      held += part.length
      while (held - (parts[0]?.length ?? 0) >= tailBytes) held -= parts.shift()?.length ?? 0
    },
    read: (): Buffer => Buffer.concat(parts).subarray(-tailBytes),
  }
}

/** @param stream is left open: the form's parser goes on with it */
export const openFileStream = async (stream: Readable, maxBytes: number): Promise<FileStream> => {
  const parts = readParts(stream)
  const tail = createTail()
  const jpeg = createJpegWatch()
  let seen = 0

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
    jpeg.feed(part)
    tail.feed(part)
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
      tail: tail.read(),
      jpegEnded: jpeg.hasEnded(),
    }),
    drain: async () => {
      while ((await next()) !== undefined);
      return seen
    },
  }
}
