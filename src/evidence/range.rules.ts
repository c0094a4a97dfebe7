export type ByteRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'outside' }

const whole: ByteRange = { kind: 'whole' }
const outside: ByteRange = { kind: 'outside' }

/**
 * One range of RFC 9110 section 14. Several ranges, or what is no range at all, are answered with the
 * whole file, as the RFC allows.
 */
export const readRange = (header: string | undefined, size: number): ByteRange => {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  const [, from = '', to = ''] = found ?? []
  if (found === null || (from === '' && to === '')) return whole
  if (from === '') {
    const length = Math.min(Number(to), size)
    return length === 0 ? outside : { kind: 'part', start: size - length, end: size - 1 }
  }
  const start = Number(from)
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (to !== '' && Number(to) < start) return whole
  return start >= size ? outside : { kind: 'part', start, end }
}
