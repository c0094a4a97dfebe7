import { deedWords } from '../../src/vocabulary/deed-words'
import { createClient, type Answer } from '../support/client'
import { codeOf, hire } from '../support/people'
import { signIn } from '../support/visitors'
import { openAudited, type Audited } from './workplace'

let at: Audited
beforeEach(async () => {
  at = await openAudited()
  at.site.clock.pass(2)
})
afterEach(() => at.site.stop())

const reason = '季度审计需要核对看过原件的人员，按计划导出本月记录'
const asked = async (query = '') => {
  const list = await at.browser.open(`/staff/audit?${query}`)
  return at.browser.click(list, '导出')
}
const take = (page: Answer, fields: Readonly<Record<string, string>> = {}) =>
  at.browser.submit(page, { reason, otp: codeOf(at.site, at.auditor), ...fields })
const exported = () => at.site.tables('audit_entries').where({ deed: 'record.exported' })
const errorOf = ({ $ }: Answer) => $('[role=alert]').text()

it('hands over what the filters found, with a reason, a fresh code and a name in every row', async () => {
  await at.write(at.officer.actor, at.own.id, 'original.viewed', 3)
  const page = await asked('deed=original.viewed')
  expect(page.text).toContain(deedWords['original.viewed'])
  const made = await take(page)
  expect(made.path).toMatch(/^\/staff\/audit\/exports\/[\da-f-]{36}$/)
  expect(made.text).toContain(reason)
  // What happens afterwards does not come into the file.
  await at.write(at.officer.actor, at.own.id, 'original.viewed', 2)
  const file = await at.browser.click(made, '下载')
  const lines = file.text.split('\r\n')
  expect(file.headers['content-disposition']).toContain('attachment')
  expect(file.headers['cache-control']).toBe('no-store')
  const rows = lines.filter(line => line.includes('original.viewed'))
  expect(rows).toHaveLength(3)
  expect(rows.every(row => /[\dA-F]{8} 孙审计$/.test(row))).toBe(true)
  expect(lines.at(-2)).toBe('到此为止，共 3 条')
  expect(await exported()).toMatchObject([
    { actor_id: at.auditor.actor.id, ground: expect.stringMatching(/^3 rows/) as string },
  ])
  expect(JSON.stringify(await at.site.tables('audit_exports'))).not.toContain('季度审计')
})

it('needs a reason of some length and a right code; what was typed stays', async () => {
  const page = await asked()
  const short = await take(page, { reason: '看看' })
  expect([short.status, errorOf(short)]).toEqual([
    422,
    expect.stringContaining('理由至少写 20 字，现在 2 字'),
  ])
  const wrong = await take(page, { otp: '000000' })
  expect([wrong.status, errorOf(wrong)]).toEqual([422, expect.stringContaining('验证码不对')])
  expect(wrong.$('#reason').val()).toBe(reason)
  const used = await at.browser.submit(page, { reason, otp: '' })
  expect(errorOf(used)).toContain('请填写验证码')
  expect(await exported()).toHaveLength(0)
  expect(await at.site.tables('audit_exports')).toHaveLength(0)
})

it('sent twice it is one export', async () => {
  const page = await asked()
  const first = await take(page)
  // Past the watch over the record: the second time there is nothing to write down.
  const again = createClient({ url: at.site.staffUrl })
  for (const [name, value] of at.browser.cookies) again.cookies.set(name, value)
  const second = await again.submit(page, { reason, otp: codeOf(at.site, at.auditor) })
  expect(second.path).toBe(first.path)
  expect(await exported()).toHaveLength(1)
})

it('is refused when there is nothing, or too much, with what to do next', async () => {
  const none = await at.browser.open('/staff/audit/export?deed=evidence.viewed')
  expect(none.text).toContain('没有记录')
  expect(none.$('main form')).toHaveLength(0)
  await at.site
    .tables('law_entries')
    .where({ code: 'record.export-rows' })
    .update({ data: JSON.stringify({ name: '一次导出操作记录最多', value: 5, unit: '条' }) })
  at.site.clock.pass(2)
  const open = await at.browser.open('/staff/audit/export')
  expect(open.text).toContain('一次最多导出 5 条')
})

it('belongs to who made it, for a day', async () => {
  const made = await take(await asked())
  at.site.clock.pass(2)
  const other = await hire(at.site, at.own.id, ['auditor'], '郑审计')
  const stranger = await signIn(at.site, other)
  expect((await stranger.open(made.path)).status).toBe(404)
  expect((await stranger.open(`${made.path}/file`)).status).toBe(404)
  at.site.clock.pass(24 * 60)
  await at.site.house.db.inTransaction(at.site.house.exports.sweep)
  expect(await at.site.tables('audit_exports')).toHaveLength(0)
})

it('makes no formula of what somebody wrote', async () => {
  const { db, audit } = at.site.house
  await db.inTransaction(tx =>
    audit.record(tx, at.officer.actor, at.own.id, { deed: 'evidence.viewed', ground: '=1+1,"x"' }),
  )
  const file = await at.browser.click(await take(await asked('deed=evidence.viewed')), '下载')
  expect(file.text).toContain(`"'=1+1,""x"""`)
})
