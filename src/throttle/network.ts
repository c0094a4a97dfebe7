import { isIPv4, isIPv6 } from 'node:net'

/** How many leading bits tell one place from another. */
export type Prefixes = { readonly ipv4: number; readonly ipv6: number }

/** Some proxies add the port: 192.0.2.7:4711, [2001:db8::1]:443. */
const bare = (text: string): string => {
  const [, bracketed] = /^\[([^\]]+)\](?::\d+)?$/.exec(text) ?? []
  if (bracketed !== undefined) return bracketed
  const [, withPort] = /^([\d.]+):\d+$/.exec(text) ?? []
  return withPort ?? text
}

const v4Bits = (address: string): bigint =>
  address.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n)

const groups = (half: string): string[] => (half === '' ? [] : half.split(':'))

const v6Bits = (address: string): bigint => {
  const [, head = address, v4] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address) ?? []
  const low = v4 === undefined ? undefined : v4Bits(v4)
  const text =
    low === undefined
      ? address
      : `${head}${(low >> 16n).toString(16)}:${(low & 65535n).toString(16)}`
  const [before = '', after] = text.split('::')
  const [first, last] = [groups(before), groups(after ?? '')]
  const filling = after === undefined ? [] : Array<string>(8 - first.length - last.length).fill('0')
  return [...first, ...filling, ...last].reduce(
    (bits, group) => (bits << 16n) | BigInt(`0x${group}`),
    0n,
  )
}

const cut = (bits: bigint, length: number, kept: number): string =>
  (bits >> BigInt(length - Math.min(kept, length))).toString(16)

/** IPv4 in IPv6 clothes: ::ffff:0:0/96, and 64:ff9b::/96 behind a NAT64. One prefix for all of them else. */
const wrapping = new Set([0xffffn, 0x64_ff9bn << 64n])

/** The network of an address: its leading bits as text; undefined for what is no address. */
export const networkOf = (text: string, { ipv4, ipv6 }: Prefixes): string | undefined => {
  const address = bare(text.trim())
  if (isIPv4(address)) return `4:${cut(v4Bits(address), 32, ipv4)}`
  const [withoutZone = ''] = address.split('%')
  if (!isIPv6(withoutZone)) return undefined
  const bits = v6Bits(withoutZone)
  return wrapping.has(bits >> 32n)
    ? `4:${cut(bits & 0xffff_ffffn, 32, ipv4)}`
    : `6:${cut(bits, 128, ipv6)}`
}
