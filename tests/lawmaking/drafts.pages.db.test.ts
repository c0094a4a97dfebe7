import { asDay } from '../../src/platform/clock'
import { come, deedsOf, errorsOf, freshCode, openOffice, type Office } from '../staffing/office'
import type { Answer } from '../support/client'
import { hire } from '../support/people'
import type { SignedIn } from '../support/visitors'

// Monday 23 November 2026, nine in the morning.
let office: Office
let site: Office['site']
let admin: SignedIn
beforeAll(async () => {
  office = await openOffice()
  site = office.site
  admin = await come(site, office.sysadmin)
})
afterAll(() => site.stop())

const main = ({ $ }: Answer): string => $('main').text().replace(/\s+/g, ' ')
const accepted = '/staff/admin/law/entry?kind=document-template&code=accepted&place=*&version=1'
const inDraft = { form: '#draft' }
const at = (on: string) =>
  site.house.db.inTransaction(tx =>
    site.house.lawbook.get(tx, 'document-template', 'accepted', { place: '*', on: asDay(on) }),
  )

it('shows what holds today and from where, by kind, a page at a time', async () => {
  const all = await admin.click(admin.home, '法规数据')
  expect(all.$('[data-test=entry]')).toHaveLength(50)
  expect((await admin.click(all, '下一页')).$('[data-test=entry]').length).toBeGreaterThan(0)
  const templates = await admin.open('/staff/admin/law?kind=document-template')
  expect(main(templates)).toContain('举报受理告知书')
  expect(main(templates)).toContain('本产品拟定')
  const entry = await admin.click(templates, '举报受理告知书')
  expect(main(entry)).toContain('变量：收到日期＝收到日期')
  // Kinds that are not made here are read only.
  const limit = '/staff/admin/law/entry?kind=limit&code=law.draft&place=*&version=1'
  expect((await admin.open(limit)).$('.st-head a')).toHaveLength(0)
  expect((await admin.open(limit.replace('entry', 'new'))).status).toBe(404)
})

it('a new version: refused by its names, tried out, compared, put into the book by a second person', async () => {
  const form = await admin.click(await admin.open(accepted), '起草新版本')
  const words = form.$('textarea').val() as string
  const typed = { where: '*', validFrom: '2026 12 1', source: '本级文书格式', status: 'P' }
  const wrong = await admin.submit(
    form,
    { ...typed, words: words.replace('{联系电话}', '{电话}') },
    inDraft,
  )
  expect([wrong.status, errorsOf(wrong)]).toEqual([422, ['正文里的 {电话} 没有声明变量']])
  const early = await admin.submit(wrong, { ...typed, words, validFrom: '2026 11 23' }, inDraft)
  expect([early.status, errorsOf(early)]).toEqual([422, ['生效日期要在今天以后']])
  expect(await site.tables('law_drafts')).toEqual([])

  const better = words.replace('决定予以受理。', '予以受理。').replace('，也可以拨打{联系电话}', '')
  const draft = await admin.submit(early, { ...typed, words: better }, inDraft)
  expect(main(draft)).toContain('和原来的版本比：4 行不同')
  expect(draft.$('[data-test=note]').text()).toContain('变量“联系电话”声明了，正文里没有用到')
  expect(draft.$('.st-sheet').text()).toContain('（案件编号）举报人')
  const pdf = await admin.open(`${draft.path}/sample`)
  expect([pdf.status, pdf.headers['content-type']]).toEqual([200, 'application/pdf'])

  const proposed = await admin.submit(draft, {}, { form: '#propose' })
  expect(main(proposed)).toContain('等批准')
  const again = await admin.submit(
    await admin.open(accepted.replace('entry', 'new')),
    { ...typed, words: better },
    inDraft,
  )
  expect([again.status, again.$('h1').text()]).toEqual([409, '这一条还有一个新版本没有完'])

  const late = await hire(site, office.own.id, ['security-admin'], '安二')
  const slow = await come(site, late)
  const seenEarly = await slow.open(draft.path)
  const second = await come(site, office.secadmin)
  expect(main(second.home)).toContain('文书模板的新版本等您批准')
  const asked = await second.open(draft.path)
  const decide = { form: '#decide' }
  const blind = await second.submit(asked, { decision: 'approved', otp: '000000' }, decide)
  expect(blind.status).toBe(422)
  const before = await at('2026-12-01')
  const otp = freshCode(site, office.secadmin)
  const approved = await second.submit(blind, { decision: 'approved', otp }, decide)
  expect(main(approved)).toContain('已批准')
  const slower = await slow.submit(
    seenEarly,
    { decision: 'refused', why: '和依据不一致', otp: freshCode(site, late) },
    decide,
  )
  expect([slower.status, slower.$('h1').text()]).toEqual([409, '这份草稿的情况已经变了'])

  // Never two on one day; what was, stays as it was.
  expect(before).toMatchObject({ version: 1, validTo: null })
  expect(await at('2026-11-30')).toMatchObject({ version: 1, validTo: '2026-11-30' })
  expect(await at('2026-12-01')).toMatchObject({ version: 2, status: 'P', source: '本级文书格式' })
  expect((await at('2026-11-30')).data).toEqual(before.data)
  // A start of the system brings nothing back.
  await site.house.db.inTransaction(site.house.lawbook.seed)
  expect(await at('2026-12-01')).toMatchObject({ version: 2 })
  for (const deed of ['drafted', 'proposed', 'approved'])
    expect(await deedsOf(site, `law.${deed}`)).toHaveLength(1)
})

it('who does not agree says why, and its author reads it until it is written anew', async () => {
  const begin = accepted.replace('code=accepted', 'code=not-accepted').replace('entry', 'new')
  const form = await admin.open(begin)
  const words = form.$('textarea').val() as string
  const typed = { where: '*', validFrom: '2026 12 1', source: '本级文书格式', status: 'P', words }
  const draft = await admin.submit(form, typed, inDraft)
  await admin.submit(draft, {}, { form: '#propose' })
  const second = await come(site, office.secadmin)
  const asked = await second.open(draft.path)
  const decide = { form: '#decide' }
  const otp = freshCode(site, office.secadmin)
  const silent = await second.submit(asked, { decision: 'refused', why: ' ', otp }, decide)
  expect([silent.status, errorsOf(silent)]).toEqual([422, ['请写为什么不同意，起草的人看得到']])
  const why = '第三条和依据不一致'
  const blind = await second.submit(silent, { decision: 'refused', why, otp: '000000' }, decide)
  expect([blind.status, blind.$('#why').val()]).toEqual([422, why])
  const refused = await second.submit(blind, { decision: 'refused', why, otp }, decide)
  expect(main(refused)).toContain(why)

  const listed = (page: Answer) => page.$('[data-test=draft]').text()
  expect(listed(await second.open('/staff/admin/law'))).not.toContain('没有同意')
  const list = await admin.open('/staff/admin/law')
  expect(listed(list)).toContain('没有同意')
  const seen = await admin.open(String(list.$('[data-test=draft] a').last().attr('href')))
  expect(main(seen)).toContain(`理由${why}`)
  await admin.submit(await admin.open(begin), typed, inDraft)
  expect(listed(await admin.open('/staff/admin/law'))).not.toContain('没有同意')
  await expect(
    site.tables('law_drafts').where({ decided_why: why }).update({ decided_why: null }),
  ).rejects.toThrow('law_drafts_refused_why')
})

it('is two people’s affair for whoever goes round the service, and one open draft an entry', async () => {
  const row = await site
    .tables('law_drafts')
    .where({ state: 'approved' })
    .first<Record<string, unknown>>()
  const one = { ...row, id: site.house.random.uuid() }
  await expect(
    site.tables('law_drafts').insert({
      ...one,
      state: 'approved',
      decided_by: row['made_by'],
      decided_at: row['made_at'],
    }),
  ).rejects.toThrow('law_drafts_two_people')
  const open = { ...one, state: 'draft', decided_by: null, decided_at: null }
  await site.tables('law_drafts').insert(open)
  await expect(
    site.tables('law_drafts').insert({ ...open, id: site.house.random.uuid() }),
  ).rejects.toThrow('law_drafts_one_open')
})
