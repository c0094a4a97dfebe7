/**
 * Copies `bytes` to `at` of memory that other threads see as well. `set` goes there by eight bytes at a time, each by
 * itself; filling with a source that is just as long is one memcpy, at a third of the cost.
 */
export const copyToShared = (memory: Buffer, bytes: Uint8Array, at: number): void => {
  if (bytes.length > 0) memory.fill(bytes, at, at + bytes.length)
}
