/** Bytes as a stream brings them, so many at a time. */
export async function* inParts(bytes: Buffer, size = 50_000): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += size)
    yield await Promise.resolve(bytes.subarray(at, at + size))
}

/** All of it, copied: a piece may be good until the next one is asked for only. */
export const collect = async (source: AsyncIterable<Buffer>): Promise<Buffer> => {
  const all: Buffer[] = []
  for await (const part of source) all.push(Buffer.from(part))
  return Buffer.concat(all)
}
