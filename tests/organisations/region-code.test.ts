import { faultOfRegion, isWithin } from '../../src/organisations/region-code'

const body = (level: 'nation' | 'province' | 'city' | 'county', regionCode: string) => ({
  level,
  regionCode,
})

it.each([
  [body('county', '330102'), undefined],
  [body('city', '330200'), undefined],
  [body('province', '110000'), undefined],
  [body('nation', '000000'), undefined],
  [body('county', '429004'), undefined],
  [body('county', '330199'), 'organisation.unknown-region'],
  [body('county', '990102'), 'organisation.unknown-region'],
  [body('city', '330102'), 'organisation.level-region'],
  [body('county', '330100'), 'organisation.level-region'],
  [body('city', '330000'), 'organisation.level-region'],
])('%j: %s', (wanted, fault) => {
  expect(faultOfRegion(wanted, [body('province', '330000')])).toBe(fault)
})

it('takes the codes of a sample province where the installation is one', () => {
  const sample = [body('province', '990000')]
  expect(faultOfRegion(body('county', '990102'), sample)).toBeUndefined()
  expect(faultOfRegion(body('county', '980102'), sample)).toBe('organisation.unknown-region')
})

it('knows which region lies in which', () => {
  expect(isWithin(body('county', '330102'), body('city', '330100'))).toBe(true)
  expect(isWithin(body('county', '330102'), body('province', '330000'))).toBe(true)
  expect(isWithin(body('city', '330100'), body('nation', '000000'))).toBe(true)
  expect(isWithin(body('county', '330202'), body('city', '330100'))).toBe(false)
  expect(isWithin(body('city', '500000'), body('province', '330000'))).toBe(false)
})
