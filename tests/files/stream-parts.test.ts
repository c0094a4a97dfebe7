import { PassThrough, Readable } from 'node:stream'
import { readParts } from '../../src/files/stream-parts'

const all = async (parts: AsyncIterator<Buffer, undefined>): Promise<Buffer[]> => {
  const seen: Buffer[] = []
  for (;;) {
    const { value, done } = await parts.next()
    if (done === true) return seen
    seen.push(value)
  }
}

describe('the parts of a stream', () => {
  it('come in order, as they were sent', async () => {
    const sent = Array.from({ length: 500 }, (_, at) => Buffer.alloc(at + 1, at))
    const stream = Readable.from(sent, { objectMode: false })
    const seen = await all(readParts(stream))
    expect(Buffer.concat(seen).equals(Buffer.concat(sent))).toBe(true)
  })

  it('wait with the sender: what nobody asks for is not read', async () => {
    let given = 0
    const stream = new Readable({
      read() {
        given += 1
        this.push(given > 1000 ? null : Buffer.alloc(16 * 1024))
      },
    })
    const parts = readParts(stream)
    await parts.next()
    await new Promise(resolve => setTimeout(resolve, 50))
    expect(given).toBeLessThan(20)
    expect(await all(parts)).toHaveLength(999)
  })

  it.each([
    ['breaks', (stream: PassThrough) => stream.destroy(new Error('cut')), 'cut'],
    ['closes early', (stream: PassThrough) => stream.destroy(), 'closed before its end'],
  ])('throw when it %s, after what had come', async (_, end, words) => {
    const stream = new PassThrough()
    const parts = readParts(stream)
    stream.write('abc')
    expect((await parts.next()).value?.toString()).toBe('abc')
    end(stream)
    await expect(parts.next()).rejects.toThrow(words)
  })

  it('throw when it was over before anybody asked', async () => {
    const stream = new PassThrough()
    stream.destroy()
    await expect(readParts(stream).next()).rejects.toThrow('closed before its end')
  })
})
