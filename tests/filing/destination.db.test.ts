import { findDestination } from '../../src/filing/destination.service'
import type { OrganisationId } from '../../src/vocabulary/ids'
import { hire, moveIn } from '../support/people'
import { openSite, type Site } from '../support/site'

let site: Site
afterEach(() => site.stop())

const county = '330102'
const whereTo = async (about: boolean): Promise<OrganisationId | undefined> =>
  site.house.db.inTransaction(
    async tx => (await findDestination(tx, site.house, county, about))?.organisationId,
  )

it('passes over the body that takes a county’s reports, where the county has no desk of its own', async () => {
  site = await openSite()
  const { own: city, above: province } = await moveIn(site)
  const body = {
    code: 'S330102',
    name: '上城区医保局',
    shortName: '上城',
    level: 'county',
  } as const
  const { id } = await site.house.db.inTransaction(tx =>
    site.house.organisations.create(tx, {
      ...{
        ...city,
        ...body,
        id: site.house.random.uuid() as OrganisationId,
        parentId: city.id,
        regionCode: county,
      },
    }),
  )
  await hire(site, city.id, ['intake'])
  expect(await whereTo(false)).toBe(city.id)
  // Nobody above the city can open anything yet: the city stands above the county.
  expect(await whereTo(true)).toBe(city.id)

  await hire(site, province.id, ['intake'])
  expect(await whereTo(true)).toBe(province.id)
  await hire(site, id, ['intake'])
  expect([await whereTo(false), await whereTo(true)]).toEqual([id, city.id])
})
