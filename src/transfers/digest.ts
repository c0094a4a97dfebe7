import { createHash } from 'node:crypto'

type Printed = { readonly name: string; readonly size: number; readonly sha256: string }

/** One number for all that leaves: any other byte, name or order is another number. */
export const digestOf = (files: readonly Printed[]): string => {
  const lines = files.map(({ name, size, sha256 }) => `${sha256} ${size} ${name}\n`)
  return createHash('sha256').update(lines.join('')).digest('hex')
}
