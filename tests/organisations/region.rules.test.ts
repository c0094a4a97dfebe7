import { regionsAbove, standsAbove } from '../../src/organisations/region.rules'

it.each([
  ['320412', ['320412', '320400', '320000', '000000']],
  ['320400', ['320400', '320000', '000000']],
  ['320000', ['320000', '000000']],
  ['000000', ['000000']],
])('above %s: %j', (code, expected) => {
  expect(regionsAbove(code)).toEqual(expected)
})

it('a province stands above a city, and nothing above itself', () => {
  expect(standsAbove('province', 'city')).toBe(true)
  expect(standsAbove('city', 'city')).toBe(false)
  expect(standsAbove('county', 'city')).toBe(false)
})
