import type { Client } from '../support/client'
import { exeProgram, jpegWithGps } from '../support/fixtures'
import { hire, moveIn } from '../support/people'
import { fillReport, sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser } from '../support/visitors'
import { errorsOf, expectErrors, go, walkTo } from '../support/wizard'

// A journey is a dozen pages; the machine may be busy.
let site: Site
let browser: Client

beforeAll(async () => {
  site = await openSite({ now: '2026-11-22T03:06:07Z' })
  const { own } = await moveIn(site)
  await hire(site, own.id, ['intake'])
  await hire(site, own.id, ['identity'])
})
afterAll(() => site.stop())
beforeEach(() => {
  site.clock.set('2026-11-22T03:06:07Z')
  browser = reporterBrowser(site)
})

const upTo = (step: Parameters<typeof walkTo>[1]) => walkTo(browser, step)

describe('evidence', () => {
  it('may be skipped', async () => {
    expect((await browser.submit(await upTo('evidence'), {}, go)).path).toBe('/report/relation')
  })

  it('lists what was taken, names what was not, keeps notes, and deletes', async () => {
    let page = await upTo('evidence')
    const files = [
      { name: '三楼病房.jpg', content: await jpegWithGps() },
      { name: '工具.exe', content: exeProgram() },
      { name: '清单.pdf', content: Buffer.alloc(0) },
    ]
    page = await browser.submit(page, { files }, { button: '上传' })
    expect(page.status).toBe(422)
    expect(page.$('#errors-heading').text()).toBe('有 2 个文件没有传上')
    expect(errorsOf(page).sort()).toEqual([
      expect.stringContaining('不收 .exe 文件'),
      '清单.pdf 是空文件，请换一个',
    ])
    expect(page.$('.jb-file__name').first().text()).toBe('三楼病房.jpg')

    page = await browser.submit(page, {}, { button: '上传' })
    expectErrors(page, ['请先选要传的文件'])
    expect(page.$('.jb-file__name').first().text()).toBe('三楼病房.jpg')

    const note = page.$('[name^="note["]').attr('name') ?? ''
    page = await browser.submit(page, { [note]: '第二张床' }, { button: '保存说明' })
    expect(page.status).toBe(200)
    expect(page.$('[name^="note["]').attr('value')).toBe('第二张床')

    page = await browser.submit(page, {}, { button: '删除' })
    expect(page.status).toBe(200)
    expect(page.$('.jb-file')).toHaveLength(0)
  })
})

describe('the way through', () => {
  it.each(['subject', 'identity', 'type', 'what', 'evidence', 'relation', 'check'])(
    'leads from /report/%s to the interruption page when there is no draft',
    async step => {
      expect((await browser.open(`/report/${step}`)).path).toBe('/report')
    },
  )

  it('leads back to the first question that lacks its answer', async () => {
    await upTo('type')
    expect((await browser.open('/report/check')).path).toBe('/report/type')
    expect((await browser.open('/report/named')).path).toBe('/report/identity')
  })

  it('asks for the declaration before it sends', async () => {
    const check = await fillReport(browser)
    const refused = await browser.submit(check, {}, { button: '提交举报' })
    expect(refused.path).toBe('/report/check')
    expectErrors(refused, ['请先勾选“写的都是真的”，再提交'])
  })

  it('puts a draft aside in this browser, for longer than the idle limit, and says how long', async () => {
    const what = await upTo('what')
    const later = await browser.submit(what, { text: '写了一半' }, { button: '以后再填' })
    expect(later.path).toBe('/report/later')
    expect(later.$('.jb-paper__rows').text()).toContain('2026 年 11 月 29 日')
    expect(later.$('#code').text()).toMatch(/^\d{4}( \d{4}){3}$/)

    site.clock.pass(3 * 24 * 60)
    const back = await browser.click(await browser.open('/report'), '接着写')
    expect(back.path).toBe('/report/what')
    expect(back.$('#text').text()).toBe('写了一半')
  })

  it('puts a page aside that nothing was written on', async () => {
    const later = await browser.submit(await upTo('what'), {}, { button: '以后再填' })
    expect(later.path).toBe('/report/later')
  })
})

describe('a form that was left lying too long', () => {
  it('is drawn again with everything typed, and goes on in a new draft when asked to', async () => {
    const what = await upTo('what')
    site.clock.pass(31)
    const text = '写了很久的经过'
    const gone = await browser.submit(what, { text, when: '今年夏天' }, go)

    expect(gone.status).toBe(422)
    expect(errorsOf(gone)[0]).toContain('太久没有操作')
    expect(gone.$('#text').text()).toBe(text)
    expect(gone.$('#when').attr('value')).toBe('今年夏天')
    expect((await browser.open('/report/what')).path).toBe('/report')

    const again = await browser.submit(gone, {}, { button: '用这些内容重新开始' })
    expect(again.path).toBe('/report/subject')
    let page = await browser.submit(again, { choice: 'unknown', about_body: 'no' }, go)
    page = await browser.submit(page, { identity: 'anon' }, go)
    page = await browser.submit(page, { unsure: 'yes' }, go)
    expect(page.$('#text').text()).toBe(text)
  })

  it('survives that a code is entered in another tab meanwhile', async () => {
    const { code } = await sendReport(reporterBrowser(site))
    const what = await upTo('what')
    const follow = await browser.open('/follow')
    const opened = await browser.submit(follow, { code }, { button: '进入' })
    expect(opened.path).toBe('/follow/case')
    const next = await browser.submit(what, { text: '写了一半，去看了看旧的那一件' }, go)
    expect(next.path).toBe('/report/evidence')
  })

  it('tells who sent it already that it cannot be changed', async () => {
    const what = await upTo('what')
    const second = await browser.open('/report/what')
    await browser.submit(what, { text: '经过' }, go)
    const check = await browser.open('/report/check')
    await browser.submit(check, { truth: 'yes' }, { button: '提交举报' })
    const late = await browser.submit(second, { text: '补一句' }, go)
    expect(late.status).toBe(422)
    expect(errorsOf(late)[0]).toContain('已经提交')
    expect(late.$('#text').text()).toBe('补一句')
  })

  it('does not lose the summary silently', async () => {
    const check = await fillReport(browser)
    site.clock.pass(31)
    const gone = await browser.submit(check, { truth: 'yes' }, { button: '提交举报' })
    expect(gone.status).toBe(422)
    expect(errorsOf(gone)[0]).toContain('太久没有操作')
  })

  it('takes no files', async () => {
    const evidence = await upTo('evidence')
    site.clock.pass(31)
    const files = [{ name: '三楼病房.jpg', content: await jpegWithGps() }]
    const gone = await browser.submit(evidence, { files }, { button: '上传' })
    expect(gone.status).toBe(422)
    expect(errorsOf(gone)[0]).toContain('没有存上')
  })
})

it('refuses a form that another site made the browser send', async () => {
  await upTo('what')
  const forged = await browser.send('/report/what', { text: '伪造' })
  expect(forged.status).toBe(403)
  expect((await browser.open('/report/what')).$('#text').text()).toBe('')
})

it('throws a draft away when its days are over', async () => {
  await upTo('evidence')
  await sendReport(reporterBrowser(site))
  const before = (await site.tables('drafts')).length
  expect(before).toBeGreaterThan(0)
  site.clock.pass(8 * 24 * 60)
  const { db, intake } = site.house
  expect(await db.inTransaction(tx => intake.drafts.sweep(tx))).toBe(before)
  expect(await site.tables('drafts')).toHaveLength(0)
})
