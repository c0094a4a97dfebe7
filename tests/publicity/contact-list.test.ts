import type { Organisation, SiteSettings } from '../../src/organisations'
import { listContacts, readContactWish } from '../../src/publicity/contact-list'
import type { OrganisationId } from '../../src/vocabulary/ids'

const body = (regionCode: string, rest: Partial<Organisation> = {}): Organisation => ({
  ...{ id: regionCode as OrganisationId, code: regionCode, name: regionCode, shortName: '' },
  ...{ level: 'county', kind: 'medical-security', parentId: null, regionCode },
  ...{ telephone: '1', hours: '', address: '', postcode: '' },
  ...rest,
})

const city = body('330100', { level: 'city', parentId: '330000' as OrganisationId })
const counties = Array.from({ length: 25 }, (_, at) =>
  body(String(330102 + at), { parentId: city.id }),
)
const bodies = [
  body('330000', { level: 'province' }),
  city,
  ...counties,
  body('330100', { level: 'city', kind: 'police', id: 'police' as OrganisationId }),
  body('330200', { level: 'city', parentId: '330000' as OrganisationId }),
]
const site = { organisationId: city.id, telephone: '12393', hours: '', address: '' }
const settings = { ...site, postcode: '' } as SiteSettings
const list = (query: Readonly<Record<string, unknown>>) =>
  listContacts(bodies, settings, readContactWish(query))

it('begins with the body of the site, by the words of the site, and leaves the police out', () => {
  const { entries, total, pages } = list({})
  expect(entries[0]).toMatchObject({ regionCode: '330100', telephone: '12393' })
  expect([entries.length, total, pages]).toEqual([20, 28, 2])
})

it('shows a place and what lies within it, page by page; a page too far is the last', () => {
  expect(list({ place: '330100' })).toMatchObject({ total: 26, pages: 2 })
  expect(list({ place: '330100', page: '99' })).toMatchObject({ page: 2 })
  expect(list({ place: '330100', page: '2' }).entries).toHaveLength(6)
})

it('reads nonsense as everything, and an unknown place as none', () => {
  expect(list({ place: ['330100'], page: '-1' })).toMatchObject({ total: 28, page: 1 })
  expect(list({ place: '999999' })).toMatchObject({ total: 0, entries: [] })
})
