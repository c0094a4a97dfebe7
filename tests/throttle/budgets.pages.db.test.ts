import type { Client } from '../support/client'
import { jpegWithGps } from '../support/fixtures'
import { comeBack } from '../support/following'
import { behindProxy, browserAt, setLimit } from '../support/networks'
import { hire, moveIn, type Officer } from '../support/people'
import { fillReport, sendReport, startReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { signIn } from '../support/visitors'
import { errorsOf, go, walkTo } from '../support/wizard'

let site: Site
let officer: Officer
const here = '198.51.100.20'
const elsewhere = '203.0.113.9'
const at = (address: string): Client => browserAt(site.publicUrl, address)
const reply = { form: '.jb-reply' }

beforeEach(async () => {
  site = await openSite({ now: '2026-11-23T03:02:00Z', config: behindProxy })
  const { own } = await moveIn(site)
  officer = await hire(site, own.id, ['intake'])
})
afterEach(() => site.stop())

/** Limits are read again after half a minute. */
const limit = async (code: string, value: number): Promise<void> => {
  await setLimit(site, code, value)
  site.clock.pass(1)
}

it('a step too many is drawn again with what was typed, and goes through later', async () => {
  const browser = at(here)
  const page = await walkTo(browser, 'what')
  await limit('throttle.forms', 1)
  const held = await browser.submit(page, { text: '夜里病区没人', when: '今年夏天' }, go)

  expect([held.status, held.path]).toEqual([429, '/report/what'])
  expect(held.headers['retry-after']).toBe('420')
  expect(errorsOf(held)).toEqual([
    '操作太快，请 7 分钟后再试。这一页填的内容还在，到时候再点一次“保存并继续”',
  ])
  expect(held.$('#text').text()).toBe('夜里病区没人')
  expect(held.$('#when').attr('value')).toBe('今年夏天')
  expect(held.$('#next')).toHaveLength(1)

  site.clock.pass(7)
  expect((await browser.submit(held, {}, go)).path).toBe('/report/evidence')
})

it('junk reports use up the budget of their own network, and of no other', async () => {
  await limit('throttle.submissions', 2)
  await sendReport(at(elsewhere))
  await sendReport(at(elsewhere))
  const third = at(elsewhere)
  const check = await fillReport(third)
  const held = await third.submit(check, { truth: 'yes' }, { button: '提交举报' })
  expect(held.status).toBe(429)
  expect(errorsOf(held)).toEqual(['操作太快，还没有提交。请 7 分钟后再点一次“提交举报”，草稿还在'])

  expect((await sendReport(at(here))).code).toHaveLength(24)
  site.clock.pass(7)
  const sent = await third.submit(held, { truth: 'yes' }, { button: '提交举报' })
  expect(sent.path).toBe('/report/receipt')
})

it('drafts have a budget; the page says when, and gives the telephone', async () => {
  await limit('throttle.drafts', 2)
  await startReport(at(elsewhere))
  await startReport(at(elsewhere))
  const held = await startReport(at(elsewhere))

  expect(held.status).toBe(429)
  expect(held.headers['retry-after']).toBe('420')
  expect(held.$('h1').text()).toBe('操作太快了')
  expect(held.$('main').text()).toContain('请 7 分钟后再试')
  expect(held.$('main').text()).toContain('0571-12393')
  expect((await startReport(at(here))).path).toBe('/report/subject')
})

it('a message too many stays in its box', async () => {
  const { code } = await sendReport(at(here))
  await limit('throttle.messages', 1)
  const browser = at(here)
  const page = await comeBack(browser, code)
  const sent = await browser.submit(page, { body: '第一句' }, reply)
  const held = await browser.submit(sent, { body: '第二句' }, reply)

  expect(held.status).toBe(429)
  expect(errorsOf(held)).toEqual(['操作太快，还没有发出。请 7 分钟后再试，写好的话还在'])
  expect(held.$('#body').text()).toBe('第二句')
  expect(await site.tables('messages')).toHaveLength(1)
})

describe('files', () => {
  const photo = async (name: string) => ({ name, content: await jpegWithGps() })
  const upload = { button: '上传' }

  it('have a budget of requests: nothing of one too many is stored, the words beside it stay', async () => {
    const { code } = await sendReport(at(here))
    // The step of the report, passed without files, was the first.
    await limit('throttle.uploads', 2)
    const browser = at(here)
    await comeBack(browser, code)
    const page = await browser.open('/follow/evidence')
    const hand = { button: '交给办案人员' }
    await browser.submit(page, { files: [await photo('一.jpg')] }, hand)
    // As on the page: the words stand before the files.
    const twice = { body: '补充一句', files: [await photo('二.jpg')] }
    const held = await browser.submit(await browser.open('/follow/evidence'), twice, hand)

    expect(held.status).toBe(429)
    expect(held.$('#body').text()).toBe('补充一句')
    expect(await site.tables('evidence_files')).toHaveLength(1)
  })

  it('have a budget of bytes, announced before they come', async () => {
    await limit('throttle.upload-megabytes', 1)
    const browser = at(here)
    const page = await walkTo(browser, 'evidence')
    const big = { name: '大.jpg', content: Buffer.alloc(1_200_000, 1) }
    const held = await browser.submit(page, { files: [big] }, upload)
    expect(held.status).toBe(429)
    expect(errorsOf(held)).toEqual([
      '操作太快，请 7 分钟后再传。这一次的文件没有存上，已经传好的还在',
    ])

    const small = await browser.submit(held, { files: [await photo('小.jpg')] }, upload)
    expect([small.status, small.path]).toEqual([200, '/report/evidence'])
    expect(await site.tables('evidence_files')).toHaveLength(1)
  })

  it('sent by another site spend nothing of the visitor’s network', async () => {
    await limit('throttle.uploads', 1)
    const foreign = () => {
      const form = new FormData()
      form.set('files', new Blob(['x']), 'x.txt')
      return fetch(`${site.publicUrl}/report/evidence`, {
        method: 'POST',
        headers: { 'X-Forwarded-For': here },
        body: form,
      })
    }
    for (let n = 0; n < 3; n += 1) expect((await foreign()).status).toBe(422)
    const browser = at(here)
    const page = await walkTo(browser, 'evidence')
    expect((await browser.submit(page, { files: [await photo('一.jpg')] }, upload)).status).toBe(
      200,
    )
  })
})

it('a form sent by another site spends nothing either', async () => {
  await limit('throttle.drafts', 1)
  for (let n = 0; n < 3; n += 1)
    expect((await at(here).send('/report', { _csrf: 'x' })).status).toBe(403)
  expect((await startReport(at(here))).path).toBe('/report/subject')
})

it('whoever guesses passwords stops his own network, and no name and nobody elsewhere', async () => {
  await limit('throttle.sign-ins', 3)
  const guess = async (user: string) => {
    const browser = browserAt(site.staffUrl, elsewhere)
    return browser.submit(await browser.open('/staff/login'), { user, password: '猜一个' })
  }
  for (const user of ['a1', 'a2', 'a3']) expect((await guess(user)).status).toBe(422)
  const held = await guess(officer.username)
  expect(held.status).toBe(429)
  expect(errorsOf(held)).toEqual([
    '这个网络里试错的次数太多，请 7 分钟后再试；换一个网络现在就可以登录',
  ])
  expect(held.$('[name=user]').attr('value')).toBe(officer.username)

  const colleague = browserAt(site.staffUrl, here)
  const login = await colleague.open('/staff/login')
  const { username: user, password } = officer
  expect((await colleague.submit(login, { user, password })).path).toBe('/staff/login/otp')
  expect((await signIn(site, officer)).home.path).toBe('/staff')
})

it('a flood of pages ends before the database is asked; the way out stays open', async () => {
  await limit('throttle.requests', 5)
  const browser = at(elsewhere)
  const told = []
  for (let n = 0; n < 7; n += 1) told.push((await browser.open('/')).status)
  expect(told).toEqual([200, 200, 200, 200, 200, 429, 429])
  expect((await at(here).open('/')).status).toBe(200)
  expect((await browser.open('/exit')).status).not.toBe(429)
})
