export type ByteRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'outside' }

const whole: ByteRange = { kind: 'whole' }
const outside: ByteRange = { kind: 'outside' }

const lastBytes = (length: number, size: number): ByteRange =>
  length === 0 || size === 0
    ? outside
    : { kind: 'part', start: Math.max(0, size - length), end: size - 1 }

const fromTo = (start: number, to: number, size: number): ByteRange => {
  if (to < start) return whole
  return start >= size ? outside : { kind: 'part', start, end: Math.min(to, size - 1) }
}

const numberOf = (digits: string | undefined): number | undefined =>
  digits === undefined || digits === '' ? undefined : Number(digits)

/**
 * One range of RFC 9110 section 14. Several ranges, or what is no range at all, are answered with the
 * whole file, as the RFC allows.
 */
export const readRange = (header: string | undefined, size: number): ByteRange => {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  const from = numberOf(found?.[1])
  const to = numberOf(found?.[2])
  if (from !== undefined) return fromTo(from, to ?? Infinity, size)
  return to === undefined ? whole : lastBytes(to, size)
}
