import { giveCase, storeCase } from '../support/cases'
import type { Answer } from '../support/client'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { renderPdf } from '../support/rendered'
import { openSite, type Site } from '../support/site'
import { dumpTables } from '../support/traces'
import { reporterBrowser, signIn, type SignedIn } from '../support/visitors'

let site: Site
let officer: Officer
let handler: SignedIn
let path: string

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const { own } = await moveIn(site)
  const clerk = await hire(site, own.id, ['intake'], '王芳')
  officer = await hire(site, own.id, ['handler'], '周启明')
  const other = await hire(site, own.id, ['handler'], '李敏')
  const stored = await storeCase(site, own.id, {
    title: { target: '和安医院' },
    content: { text: '我叫赵小敏，是三病区护士长赵小敏，电话 13800001234。' },
  })
  await giveCase(site, clerk, stored.caseId, [officer, other])
  await site.tables('cases').where({ id: stored.caseId }).update({ state: 'refused' })
  path = `${stored.path}/documents`
  handler = await signIn(site, officer)
})
afterAll(() => site.stop())

const errorsOf = ({ $ }: Answer): string => $('#errors').text()
const fresh = (): string => {
  site.clock.pass(1)
  return codeOf(site, officer)
}

let issued: Answer
const bytesOf = async (href: string): Promise<{ type: string; bytes: Buffer }> => {
  const cookie = [...handler.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await fetch(`${site.staffUrl}${href}`, { headers: { cookie } })
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
  return {
    type: answer.headers.get('content-type') ?? '',
    bytes: Buffer.from(await answer.arrayBuffer()),
  }
}

it('is filled in, looked at and signed with a fresh code; what is wrong is told at its field and nothing is lost', async () => {
  const tab = await handler.open(path.replace(/documents$/, '?tab=decisions').replace('/?', '?'))
  const list = await handler.click(tab, '文书和送达')
  const form = await handler.click(list, '举报不予受理告知书')
  const empty = await handler.submit(form, { v0: '' }, { button: '看一遍' })
  expect([empty.status, errorsOf(empty)]).toEqual([422, expect.stringContaining('请写理由')])
  const telling = await handler.submit(form, { v0: '赵小敏反映的不属实' }, { button: '看一遍' })
  expect([telling.status, telling.$('#v0').val()]).toEqual([422, '赵小敏反映的不属实'])
  expect(telling.$('#v0-error').text()).toContain('能认出举报人的文字')

  const seen = await handler.submit(form, { v0: '不属于本局职责。' }, { button: '看一遍' })
  expect(seen.$('.st-sheet').text()).toContain('不属于本局职责。')
  expect(await site.tables('documents')).toHaveLength(0)
  const unsigned = await handler.submit(seen, { otp: '000000' }, { button: '签发' })
  expect([unsigned.status, errorsOf(unsigned)]).toEqual([422, expect.stringContaining('验证码')])
  expect(unsigned.$('.st-sheet').text()).toContain('不属于本局职责。')
  expect(await site.tables('documents')).toHaveLength(0)

  issued = await handler.submit(unsigned, { otp: fresh() }, { button: '签发' })
  expect(issued.status).toBe(200)
  expect(issued.$('.st-sheet__number').text()).toMatch(/举不受〔2026〕1号$/)
  expect((await handler.open(path)).$('[data-test=document]')).toHaveLength(1)
})

it('is the same on the page, as PDF and as Word', async () => {
  const hrefs = issued
    .$('.st-head__do a')
    .toArray()
    .map(one => issued.$(one).attr('href') ?? '')
  const [pdf, docx] = [await bytesOf(hrefs[0] ?? ''), await bytesOf(hrefs[1] ?? '')]
  const [page] = await renderPdf(pdf.bytes)
  const flat = (text: string) => text.replaceAll(/\s/g, '')
  for (const paragraph of issued.$('.st-sheet__paragraph').toArray())
    expect(flat(page?.text ?? '')).toContain(flat(issued.$(paragraph).text()))
  expect([pdf.type, docx.type]).toEqual([
    'application/pdf',
    expect.stringContaining('wordprocessingml'),
  ])
  expect(docx.bytes.subarray(0, 2).toString()).toBe('PK')
})

const sentenceOf = (page: Answer): string => page.$('[data-test=verdict]').text()

it('can be verified by whoever holds it, and nobody learns more; says when it was withdrawn', async () => {
  const number = issued.$('.st-sheet__number').text()
  const code = /核对码 ([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(issued.$('.st-sheet').text())?.[1] ?? ''
  const stranger = reporterBrowser(site)
  const verify = async (typed: { number: string; code: string }) =>
    stranger.submit(await stranger.open('/verify'), typed, { form: 'form[action="/verify"]' })
  const empty = await verify({ number: '', code: '' })
  expect([empty.status, empty.$('#errors li')]).toEqual([
    422,
    expect.objectContaining({ length: 2 }),
  ])
  for (const wrong of [
    { number, code: 'AAAA-AAAA' },
    { number: number.replace('1号', '2号'), code },
  ]) {
    const page = await verify(wrong)
    expect([page.status, sentenceOf(page)]).toEqual([404, expect.stringContaining('没有找到')])
  }
  const right = await verify({ number, code: code.toLowerCase().replace('-', ' ') })
  expect(right.status).toBe(200)
  for (const said of [
    '是我们制发的',
    '举报不予受理告知书',
    '示范市医疗保障局',
    '2026 年 11 月 23 日',
  ])
    expect(sentenceOf(right)).toContain(said)
  expect(right.text).not.toContain('和安医院')

  const wrongDay = await handler.submit(
    issued,
    { way: 'post', on: '2026 11 22', proof: '邮单 EX1234' },
    { form: 'form[action$="/serve"]' },
  )
  expect(wrongDay.status).toBe(409)
  const served = await handler.submit(
    await handler.open(issued.path),
    { way: 'post', on: '2026 11 23', proof: '邮单 EX1234' },
    { form: 'form[action$="/serve"]' },
  )
  expect(served.$('[data-test=served]').text()).toContain('邮单 EX1234')
  const dump = await dumpTables(site)
  for (const words of ['EX1234', '不属于本局职责'])
    expect(dump.filter(({ bytes }) => bytes.includes(words))).toEqual([])

  const refusedCode = await handler.submit(
    served,
    { otp: '000000' },
    { form: 'form[action$="/withdraw"]' },
  )
  expect(refusedCode.status).toBe(422)
  const gone = await handler.submit(
    refusedCode,
    { otp: fresh() },
    { form: 'form[action$="/withdraw"]' },
  )
  expect(gone.text).toContain('撤销了')
  expect(gone.$('form[action$="/serve"]')).toHaveLength(0)
  expect(sentenceOf(await verify({ number, code }))).toContain('已经撤销')
})

it('of another case is not found, nor by who does not know the case', async () => {
  const stranger = await signIn(
    site,
    await hire(site, officer.actor.organisationId, ['handler'], '何勇'),
  )
  expect((await stranger.open(path)).status).toBe(404)
  expect((await stranger.open(issued.path)).status).toBe(404)
  expect((await handler.open(`${path}/new?template=nonsense`)).status).toBe(404)
})
