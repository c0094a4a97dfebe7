const lengthBytes = 4
const none = new Uint8Array(0)

/**
 * Joins texts so that no two different lists give the same bytes: each is led by its length.
 * @param before stands in front of them as it is
 */
export const joinUnambiguously = (parts: readonly string[], before: Uint8Array = none): Buffer => {
  const lengths = parts.map(part => Buffer.byteLength(part, 'utf8'))
  const whole = lengths.reduce((sum, length) => sum + lengthBytes + length, before.length)
  const joined = Buffer.allocUnsafe(whole)
  joined.set(before)
  let at = before.length
  for (const [index, part] of parts.entries()) {
    at = joined.writeUInt32BE(lengths[index] ?? 0, at)
    at += joined.write(part, at, 'utf8')
  }
  return joined
}
