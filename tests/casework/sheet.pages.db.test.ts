import { giveCase, storeCase, type StoredCase } from '../support/cases'
import { hire, moveIn } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

let site: Site
let intake: SignedIn
let stranger: SignedIn
let stored: StoredCase

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:30:00Z' })
  const { own } = await moveIn(site)
  const desk = await hire(site, own.id, ['intake'], '林雨晴')
  const wang = await hire(site, own.id, ['handler'], '王承办')
  const li = await hire(site, own.id, ['handler'], '李承办')
  stored = await storeCase(site, own.id, {
    title: { strict: true, identity: 'named' },
    content: { text: 'CANARY-TEXT', department: 'CANARY-WARD', when: 'CANARY-DAY' },
  })
  await giveCase(site, desk, stored.caseId, [wang, li])
  intake = await signIn(site, desk)
  stranger = await signIn(site, await hire(site, own.id, ['handler'], '赵旁人'))
}, 60_000)
afterAll(() => site.stop())

const open = async () => intake.click(await intake.open(stored.path), '线索阅办单')

it('prints number, day, target, clock, handlers, room for opinions, and who printed it when', async () => {
  const slip = (await open()).$('.st-slip')

  const text = slip.text()
  for (const words of [
    '医保举〔2026〕00001',
    '2026 年 11 月 23 日',
    '仁和医院',
    '挂床住院',
    '2026 年 12 月 14 日前',
  ])
    expect(text).toContain(words)
  expect(text).toContain('王承办、李承办')
  expect(slip.find('.st-slip__room')).toHaveLength(4)
  expect(slip.find('tfoot').text()).toBe(
    '医保举〔2026〕00001，林雨晴 于 2026 年 11 月 23 日 10:30 打印',
  )
})

it('has no word of the original, and none on who reported or how', async () => {
  const { text, $ } = await open()

  expect(text).not.toContain('CANARY')
  expect($('.st-slip').text()).not.toMatch(/实名|匿名|从严保密/)
})

it('prints the brief as soon as somebody has checked it', async () => {
  expect((await open()).text).toContain('还没有人核对')
  const brief = await intake.open(`${stored.path}/brief/edit`)
  const how = '夜间空床，系统登记满员'
  await intake.submit(brief, {
    target: '示范仁和医院',
    when: '2026 年 9 月',
    how,
    amount: '',
    where: '病区监控',
  })
  const page = await open()

  expect(page.text).not.toContain('还没有人核对')
  expect(page.$('.st-slip').text()).toMatch(/2026 年 9 月[\s\S]*夜间空床[\s\S]*病区监控/)
})

it('is on the record of the case, once each time', async () => {
  const count = async () =>
    (await site.tables('audit_entries').where({ deed: 'case.printed' })).length
  const before = await count()
  await open()

  expect(await count()).toBe(before + 1)
  const history = await intake.open(`${stored.path}?tab=history`)
  expect(history.$('.st-log').text()).toContain('打印线索阅办单')
})

it('is not there for a colleague who has no part in the case', async () => {
  expect((await stranger.open(`${stored.path}/sheet`)).status).toBe(404)
})
