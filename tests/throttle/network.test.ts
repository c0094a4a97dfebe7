import fc from 'fast-check'
import { networkOf } from '../../src/throttle/network'

const shipped = { ipv4: 24, ipv6: 56 }
const of = (address: string) => networkOf(address, shipped)

it.each([
  ['192.0.2.7', '192.0.2.250'],
  ['192.0.2.7:4711', '192.0.2.8'],
  ['::ffff:192.0.2.7', '192.0.2.8'],
  ['::ffff:c000:207', '192.0.2.8'],
  ['64:ff9b::192.0.2.7', '192.0.2.8'],
  ['2001:db8:1:2::1', '2001:db8:1:ff:ffff::9'],
  ['[2001:db8:1:2::1]:443', '2001:0DB8:0001:0002::2'],
  ['fe80::1%eth0', 'fe80::2'],
  ['::', '::1'],
])('%s and %s are one network', (one, other) => {
  expect(of(one)).toBeDefined()
  expect(of(one)).toBe(of(other))
})

it.each([
  ['192.0.2.7', '192.0.3.7'],
  ['::ffff:192.0.2.7', '::ffff:192.0.3.7'],
  ['64:ff9b::192.0.2.7', '64:ff9b::198.51.100.7'],
  ['2001:db8:1:200::1', '2001:db8:1:300::1'],
  ['0.0.2.7', '::2:700'],
])('%s and %s are two', (one, other) => {
  expect(of(one)).not.toBe(of(other))
})

it.each([
  '',
  'unknown',
  '_hidden',
  '192.0.2',
  '192.0.2.256',
  '2001:db8::1::2',
  'for=192.0.2.7',
  '%',
])('«%s» is none', text => {
  expect(of(text)).toBeUndefined()
})

it('is the leading bits and nothing else', () => {
  const bits = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n })
  const text = (address: bigint) =>
    address.toString(16).padStart(32, '0').match(/.{4}/g)?.join(':') ?? ''
  const wrapped = (address: bigint) => [0xffffn, 0x64_ff9bn << 64n].includes(address >> 32n)
  fc.assert(
    fc.property(bits, bits, fc.integer({ min: 1, max: 128 }), (one, other, ipv6) => {
      fc.pre(!wrapped(one) && !wrapped(other))
      const shift = BigInt(128 - ipv6)
      const same =
        networkOf(text(one), { ipv4: 24, ipv6 }) === networkOf(text(other), { ipv4: 24, ipv6 })
      expect(same).toBe(one >> shift === other >> shift)
      const near = ((one >> shift) << shift) + (other & ((1n << shift) - 1n))
      expect(networkOf(text(near), { ipv4: 24, ipv6 })).toBe(
        networkOf(text(one), { ipv4: 24, ipv6 }),
      )
    }),
  )
})
