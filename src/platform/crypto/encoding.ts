/** Joins texts so that no two different lists give the same bytes: each is led by its length. */
export const joinUnambiguously = (parts: readonly string[]): Buffer =>
  Buffer.concat(
    parts.flatMap(part => {
      const bytes = Buffer.from(part, 'utf8')
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )
