import { createOrganisations, type NewOrganisation } from '../../src/organisations'
import type { OrganisationId } from '../../src/vocabulary/ids'
import { cloneDatabase, type TestDatabase } from '../support/database'

let now = new Date('2026-11-22T03:00:00Z')
const organisations = createOrganisations({ clock: () => now })

let database: TestDatabase
const inTransaction: TestDatabase['db']['inTransaction'] = work => database.db.inTransaction(work)

const body = (overrides: Partial<NewOrganisation>): NewOrganisation => ({
  ...{ code: 'X', name: '某局', shortName: '某局', level: 'city', kind: 'medical-security' },
  ...{ parentId: null, regionCode: '990100', telephone: '', hours: '', address: '', postcode: '' },
  ...overrides,
})

let province: OrganisationId
let city: OrganisationId
let county: OrganisationId

beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.drop())

it('before the site is set up nobody covers a region', async () => {
  await expect(inTransaction(tx => organisations.forRegion(tx, '990102'))).rejects.toMatchObject({
    code: 'organisation.not-found',
  })
  expect(await inTransaction(organisations.site)).toMatchObject({
    ...{ name: '医保基金举报平台', seal: ['医', '保', '举', '报'], body: '' },
    ...{ organisationId: undefined, exitSite: 'https://www.weather.com.cn/' },
  })
})

describe('the tree', () => {
  beforeAll(async () => {
    const made = await inTransaction(async tx => {
      const top = await organisations.create(
        tx,
        body({ code: 'P', name: '示范省医疗保障局', level: 'province', regionCode: '990000' }),
      )
      const middle = await organisations.create(
        tx,
        body({
          ...{ code: 'C', name: '示范市医疗保障局', parentId: top.id, telephone: '0000-1234567' },
          ...{ hours: '工作日 8:30 至 17:30', address: '示范市建设路 1 号', postcode: '000000' },
        }),
      )
      const low = await organisations.create(
        tx,
        body({ code: 'D', level: 'county', parentId: middle.id, regionCode: '990121' }),
      )
      await organisations.create(tx, body({ code: 'G', kind: 'police' }))
      await organisations.setSite(tx, { organisationId: middle.id })
      return [top.id, middle.id, low.id] as const
    })
    ;[province, city, county] = made
  })

  it.each([
    ['990121', () => county],
    ['990102', () => city],
    ['990100', () => city],
    ['990300', () => province],
    ['990000', () => province],
    // Nobody here covers it: the body that runs the site takes it in.
    ['110101', () => city],
    [null, () => city],
    ['somewhere', () => city],
  ])('%s is covered', async (region, expected) => {
    const { id } = await inTransaction(tx => organisations.forRegion(tx, region))
    expect(id).toBe(expected())
  })

  it('knows what stands above', async () => {
    const [above, top] = await inTransaction(async tx => [
      await organisations.above(tx, city),
      await organisations.above(tx, province),
    ])
    expect(above?.id).toBe(province)
    expect(top).toBeUndefined()
  })

  it('lists by region', async () => {
    const all = await inTransaction(organisations.list)
    expect(all.map(({ code }) => code)).toEqual(['P', 'C', 'G', 'D'])
  })

  it.each([
    ['a code that is taken', { code: 'C', regionCode: '990500' }, 'organisation.exists'],
    ['a region that is taken', { code: 'E' }, 'organisation.exists'],
    ['a region that is none', { code: 'E', regionCode: '99' }, 'organisation.region'],
  ])('refuses %s', async (_, overrides, code) => {
    await expect(
      inTransaction(tx => organisations.create(tx, body(overrides))),
    ).rejects.toMatchObject({ kind: 'refused', code })
  })

  it('refuses a parent that does not stand higher', async () => {
    const wanted = body({ code: 'E', regionCode: '990500', parentId: city })
    await expect(inTransaction(tx => organisations.create(tx, wanted))).rejects.toMatchObject({
      code: 'organisation.parent',
    })
  })
})

describe('the site', () => {
  it('says what its body says, unless it says otherwise', async () => {
    expect(await inTransaction(organisations.site)).toMatchObject({
      ...{ body: '示范市医疗保障局', telephone: '0000-1234567', postcode: '000000' },
    })
    const site = await inTransaction(async tx => {
      await organisations.setSite(tx, { telephone: '0000-7654321', name: '测试平台' })
      return organisations.site(tx)
    })
    expect(site).toMatchObject({
      ...{ name: '测试平台', telephone: '0000-7654321', address: '示范市建设路 1 号' },
    })
  })

  it('is read again after half a minute', async () => {
    await inTransaction(organisations.site)
    await database.tables('site_settings').where({ key: 'name' }).update({ value: '"新名"' })

    expect((await inTransaction(organisations.site)).name).toBe('测试平台')
    now = new Date(now.getTime() + 31_000)
    expect((await inTransaction(organisations.site)).name).toBe('新名')
  })
})
