import type { Readable } from 'node:stream'

/** So much may lie ready before the sender is asked to wait. */
const READY = 64 * 1024

const cutOff = () => new Error('the stream closed before its end')

/**
 * A stream's parts just as they come. Node's own iterator joins what lies ready, which copies every byte of a
 * large file once more. The stream is left open when nobody asks any longer.
 */
export const readParts = (stream: Readable): AsyncIterator<Buffer, undefined> => {
  const ready: Buffer[] = []
  let held = 0
  let over: { readonly error?: Error } | undefined
  let wake: () => void = () => undefined

  const end = (error?: Error): void => {
    over ??= error === undefined ? {} : { error }
    wake()
  }
  stream.on('data', (part: Buffer) => {
    ready.push(part)
    held += part.length
    if (held >= READY) stream.pause()
    wake()
  })
  stream.once('end', () => {
    end()
  })
  stream.once('error', end)
  stream.once('close', () => {
    end(cutOff())
  })
  // It may be over already: then no event comes.
  if (stream.destroyed) end(stream.errored ?? cutOff())

  const next = async (): Promise<IteratorResult<Buffer, undefined>> => {
    while (ready.length === 0 && over === undefined) {
      stream.resume()
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
    const value = ready.shift()
    if (value === undefined) {
      if (over?.error !== undefined) throw over.error
      return { done: true, value: undefined }
    }
    held -= value.length
    return { done: false, value }
  }
  return { next }
}
