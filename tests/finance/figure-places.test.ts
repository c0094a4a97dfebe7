import { figurePlaces } from '../../src/finance/figure-places'
import type { Organisation } from '../../src/organisations'
import type { OrganisationId } from '../../src/vocabulary/ids'

const body = (id: string, regionCode: string, shortName: string) =>
  ({ id: id as OrganisationId, regionCode, shortName, kind: 'medical-security' }) as Organisation
const province = body('p', '330000', '省局')
const city = body('c', '330100', '杭州市局')
const county = body('x', '330102', '上城局')
const other = body('o', '330200', '宁波市局')
const all = [province, city, county, other]
const idsOf = (places: ReturnType<typeof figurePlaces>, place: string) => [
  ...places.bodiesOf(place).entries(),
]

it('tells a province its cities, each with its counties', () => {
  const places = figurePlaces(
    all.map(({ id }) => id),
    all,
    province,
  )
  expect(places.choices.map(({ words }) => words)).toEqual([
    ...['浙江省', '杭州市', '宁波市', '省局', '杭州市局', '上城局', '宁波市局'],
  ])
  expect(idsOf(places, 'r330100')).toEqual([
    ['c', '330100'],
    ['x', '330100'],
  ])
  expect(idsOf(places, 'bx')).toEqual([['x', '330100']])
  expect(idsOf(places, '')).toHaveLength(4)
  expect([places.wordsOf('330200'), places.wordsOf('o')]).toEqual(['宁波市', '宁波市局'])
})

it('tells a city its counties, and nobody what lies outside their reach', () => {
  const places = figurePlaces([city.id, county.id], all, city)
  expect(idsOf(places, '')).toEqual([
    ['c', '330100'],
    ['x', '330102'],
  ])
  expect(idsOf(places, 'bo')).toEqual([])
  expect(places.choices.map(({ value }) => value)).not.toContain('bo')
})
