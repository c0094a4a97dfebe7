import { createClient } from '../support/client'
import { hire, type Officer } from '../support/people'
import { reporterBrowser } from '../support/visitors'
import { come, deedsOf, errorsOf, freshCode, openOffice, type Office } from './office'

let office: Office
let site: Office['site']
let provinceAdmin: Officer
let provinceSecurity: Officer
beforeEach(async () => {
  office = await openOffice()
  site = office.site
  provinceAdmin = await hire(site, office.above.id, ['system-admin'], '省管理员')
  provinceSecurity = await hire(site, office.above.id, ['security-admin'], '省安全员')
})
afterEach(() => site.stop())

const county = {
  name: '杭州市上城区医疗保障局',
  shortName: '上城医保局',
  code: 'S330102',
  regionCode: '330102',
  level: 'county',
  kind: 'medical-security',
}

const add = async (by: Officer, typed: Record<string, string>, under?: string) => {
  const browser = await come(site, by)
  const list = await browser.click(browser.home, '单位')
  const at = under === undefined ? list : await browser.click(list, under)
  return { browser, answer: await browser.submit(await browser.click(at, '添加下级单位'), typed) }
}

it('adds a body below one’s own, and other departments too; the record says so', async () => {
  const { browser, answer } = await add(office.sysadmin, county)
  expect(answer.$('[data-test=body]').text()).toContain('330102 杭州市上城区')
  const police = { ...county, kind: 'police', name: '上城区公安分局', code: 'P330102' }
  const page = await browser.submit(await browser.click(answer, '添加下级单位'), police)

  expect(page.$('[data-test=body]').text()).toContain('公安机关')
  const below = await browser.click(page, '杭州市上城区医疗保障局')
  expect(below.$('.st-empty').text()).toContain('下面还没有单位')
  expect(await deedsOf(site, 'organisation.added')).toHaveLength(2)
})

it.each([
  [{ regionCode: '339999' }, '没有这个行政区划代码'],
  [{ regionCode: '33010' }, '行政区划代码是 6 位数字，例如 330102'],
  [{ regionCode: '330100' }, '区划代码和层级对不上'],
  [{ regionCode: '370102' }, '这个地区不归那个上级单位管'],
  [{ code: 'S3301' }, '这个单位已经有了'],
  [{ level: 'province', regionCode: '330000' }, '不归那个上级单位管'],
  [{ name: '' }, '请写全称'],
])('refuses %j, keeping what was typed', async (slip, words) => {
  const before = await site.tables('organisations')
  const { answer } = await add(office.sysadmin, { ...county, ...slip })

  expect(answer.status).toBe(422)
  expect(errorsOf(answer).join()).toContain(words)
  expect(answer.$('[name=shortName]').val()).toBe('上城医保局')
  expect(await site.tables('organisations')).toEqual(before)
})

it('changes how reporters reach a body; every page of the site says so at once', async () => {
  const browser = await come(site, office.sysadmin)
  const path = `/staff/admin/orgs/${office.own.id}`
  const form = { form: '#contact' }
  const page = await browser.open(path)
  expect(page.$('#telephone').val()).toBe('0571-12393')
  const slips = { telephone: '打给我', hours: '', address: '新路 9 号', postcode: '31' }
  const wrong = await browser.submit(page, slips, form)
  expect(wrong.status).toBe(422)
  expect(errorsOf(wrong)).toEqual([
    '电话用数字和横线，例如 0571-12393',
    '请写办公时间',
    '邮政编码是 6 位数字，例如 310000',
  ])
  expect(wrong.$('#address').val()).toBe('新路 9 号')

  const typed = { telephone: '0571-88880000', hours: '工作日 9:00 至 17:00', postcode: '310001' }
  await browser.submit(wrong, typed, form)
  expect((await reporterBrowser(site).open('/')).text).toContain('0571-88880000')
  const deeds = await deedsOf(site, 'organisation.contact-changed')
  expect(deeds.map(({ subject }) => subject)).toEqual([office.own.id])
  // Saved again as it is: nothing happens. Of a body above: there is no such page.
  const { cookies } = browser
  const twice = createClient({ url: site.staffUrl })
  for (const [name, value] of cookies) twice.cookies.set(name, value)
  await twice.submit(await twice.open(path), {}, form)
  expect(await deedsOf(site, 'organisation.contact-changed')).toHaveLength(1)
  const _csrf = String(page.$('[name=_csrf]').first().val())
  const sent = { _csrf, ...typed, address: '新路 9 号' }
  const elsewhere = await browser.send(`/staff/admin/orgs/${office.above.id}/contact`, sent)
  expect(elsewhere.status).toBe(404)
})

it('renames', async () => {
  const browser = await come(site, office.sysadmin)
  const list = await browser.open('/staff/admin/orgs')
  const page = await browser.click(list, '改名称或者上级')
  const typed = { name: '示范市医保局（新）', shortName: '新局' }
  const after = await browser.submit(page, typed, { form: '#rename' })

  expect(after.$('h1').text()).toBe('示范市医保局（新）')
  expect((await deedsOf(site, 'organisation.renamed')).map(({ actor_id }) => actor_id)).toEqual([
    office.sysadmin.actor.id,
  ])
})

describe('under whom a body stands', () => {
  const addCity = () =>
    add(provinceAdmin, {
      ...county,
      ...{ name: '宁波市医疗保障局', shortName: '宁波医保局', code: 'S3302' },
      ...{ regionCode: '330200', level: 'city' },
    })
  const parentOf = async (code: string) => {
    const [row] = await site
      .tables('organisations as o')
      .join('organisations as p', 'p.id', 'o.parent_id')
      .where({ 'o.code': code })
      .pluck<string[]>('p.code')
    return row
  }
  const propose = async (parent: string) => {
    const browser = await come(site, provinceAdmin)
    const [id = ''] = await site
      .tables('organisations')
      .where({ code: 'S330102' })
      .pluck<string[]>('id')
    const page = await browser.open(`/staff/admin/orgs/${id}`)
    return browser.submit(page, { parent }, { form: '#move' })
  }

  it('changes when a second person puts it into force', async () => {
    await add(office.sysadmin, county)
    expect((await propose('S33')).$('dl').text()).toContain('等安全管理员生效')
    expect(await parentOf('S330102')).toBe('S3301')

    const browser = await come(site, provinceSecurity)
    const list = await browser.click(browser.home, '待生效的变更')
    const change = await browser.click(list, '上城医保局的上级单位')
    await browser.submit(change, {
      decision: 'in-force',
      otp: freshCode(site, provinceSecurity),
    })
    expect(await parentOf('S330102')).toBe('S33')
    const [moved] = await deedsOf(site, 'organisation.moved')
    expect(moved?.actor_id).toBe(provinceSecurity.actor.id)
  })

  it('is never outside the region of the upper body, nor somebody unknown', async () => {
    await add(office.sysadmin, county)
    await addCity()
    expect(errorsOf(await propose('S3302')).join()).toContain('不归那个上级单位管')
    expect(errorsOf(await propose('nobody')).join()).toContain('上级单位的层级要更高')
    expect(await site.tables('organisation_moves')).toEqual([])
    expect((await deedsOf(site, 'staffing.refused')).map(({ ground }) => ground)).toEqual([
      'organisation.outside',
      'organisation.parent',
    ])
  })

  it('takes two people in the database as well', async () => {
    const row = {
      ...{
        id: site.house.random.uuid(),
        organisation_id: office.own.id,
        parent_id: office.above.id,
      },
      ...{ proposed_by: provinceAdmin.actor.id, proposed_at: new Date() },
      ...{ decision: 'in-force', decided_by: provinceAdmin.actor.id, decided_at: new Date() },
    }
    await expect(site.tables('organisation_moves').insert(row)).rejects.toMatchObject({
      constraint: 'organisation_moves_two_people',
    })
  })
})

it('shows a city nothing of the bodies above and beside it', async () => {
  const browser = await come(site, office.sysadmin)
  expect((await browser.open(`/staff/admin/orgs?under=${office.above.id}`)).status).toBe(404)
  expect((await browser.open(`/staff/admin/orgs/${office.above.id}`)).status).toBe(404)
  const province = await come(site, provinceAdmin)
  const page = await province.open('/staff/admin/orgs')
  expect(page.$('[data-test=body]').text()).toContain('示范市医疗保障局')
})

it('lets a county’s only administrator go: the city’s covers it', async () => {
  await add(office.sysadmin, county)
  const [id] = await site.tables('organisations').where({ code: 'S330102' }).pluck<string[]>('id')
  const officer = await hire(site, id as typeof office.own.id, ['system-admin'], '县管理员')
  const { leaving, db } = site.house
  const leave = (whom: Officer) =>
    db.inTransaction(tx => leaving.leave(tx, provinceAdmin.actor, whom.actor.id))
  await leave(officer)
  await leave(office.sysadmin)
  await expect(leave(provinceAdmin)).rejects.toMatchObject({ code: 'staff.last-admin' })
})
