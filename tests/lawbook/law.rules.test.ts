import { chooseFor, lineage, overlap } from '../../src/lawbook/law.rules'

const entry = (overrides: Partial<Parameters<typeof overlap>[0]> = {}) => ({
  code: 'CLUE_VERIFY',
  place: '*',
  version: 1,
  validFrom: '2021-07-15',
  validTo: null,
  ...overrides,
})

describe('the places above a place', () => {
  it.each([
    ['320412', ['320412', '320400', '320000', '*']],
    ['320400', ['320400', '320000', '*']],
    ['320000', ['320000', '*']],
    ['000000', ['*']],
    ['*', ['*']],
    ['', ['*']],
  ])('of %s are %j', (place, expected) => {
    expect(lineage(place)).toEqual(expected)
  })
})

describe('choosing', () => {
  const national = entry()
  const liaoning = entry({ place: '210000', validFrom: '2022-01-01', validTo: '2023-12-31' })
  const shenyang = entry({ place: '210100', validFrom: '2023-01-01', validTo: '2023-06-30' })
  const all = [national, liaoning, shenyang]

  it.each([
    ['210112', '2021-08-01', national],
    ['210112', '2022-08-01', liaoning],
    ['210112', '2023-01-01', shenyang],
    ['210112', '2023-06-30', shenyang],
    ['210112', '2023-07-01', liaoning],
    ['210112', '2024-01-01', national],
    ['320412', '2023-03-01', national],
  ])('for %s on %s takes the nearest that holds', (place, day, expected) => {
    expect(chooseFor(all, place, day)).toEqual([expected])
  })

  it('finds nothing before the first version', () => {
    expect(chooseFor(all, '210112', '2021-07-14')).toEqual([])
  })
})

describe('overlapping', () => {
  it.each([
    [{ validTo: '2022-12-31' }, { version: 2, validFrom: '2023-01-01' }, false],
    [{ validTo: '2023-01-01' }, { version: 2, validFrom: '2023-01-01' }, true],
    [{}, { version: 2, validFrom: '2030-01-01' }, true],
    [{}, { version: 2, place: '210000' }, false],
    [{}, { version: 2, code: 'OTHER' }, false],
  ])('%j and %j: %s', (one, other, expected) => {
    expect(overlap(entry(one), entry(other))).toBe(expected)
    expect(overlap(entry(other), entry(one))).toBe(expected)
  })
})
