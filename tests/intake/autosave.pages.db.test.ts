import type { Client } from '../support/client'
import { jpegWithGps } from '../support/fixtures'
import { comeBack } from '../support/following'
import { hire, moveIn } from '../support/people'
import { autosave } from '../support/putting-aside'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn } from '../support/visitors'
import { go, walkTo } from '../support/wizard'

// Promise 5: what is written is kept by itself, and a time limit can be extended.
const start = '2026-11-23T01:06:07Z'
let site: Site
let browser: Client
let officer: Awaited<ReturnType<typeof hire>>

beforeAll(async () => {
  site = await openSite({ now: start })
  const { own } = await moveIn(site)
  officer = await hire(site, own.id, ['intake'])
  await hire(site, own.id, ['identity'])
})
afterAll(() => site.stop())
beforeEach(() => {
  site.clock.set(start)
  browser = reporterBrowser(site)
})

const deeds = async () => (await site.tables('audit_entries')).length

describe('what is kept while it is written', () => {
  it('stands there again, wrong as it may be, and leaves no record', async () => {
    const what = await walkTo(browser, 'what')
    const before = await deeds()
    const kept = await autosave(browser, what, { text: '夜里三', amount: '六' })
    expect([kept.status, kept.text]).toEqual([204, ''])
    const again = await browser.open('/report/what')
    expect([again.$('#text').text(), again.$('#amount').val()]).toEqual(['夜里三', '六'])
    expect(await deeds()).toBe(before)
  })

  it('is replaced by what is kept later, and by the answer', async () => {
    const type = await walkTo(browser, 'type')
    await autosave(browser, type, { behaviours: 'A1', unsure: 'yes' })
    const again = await browser.open('/report/type')
    expect(again.$('[value=A1]').attr('checked')).toBeDefined()
    await autosave(browser, again, { department: '二楼' })
    const cleared = await browser.open('/report/type')
    expect(cleared.$('[checked]')).toHaveLength(0)
    await browser.submit(cleared, { behaviours: ['A2'] }, go)
    const answered = await browser.open('/report/type')
    expect(answered.$('[value=A2]').attr('checked')).toBeDefined()
    expect(answered.$('#department').val()).toBe('二楼')
  })

  it('holds the notes of files', async () => {
    let page = await walkTo(browser, 'evidence')
    const files = [{ name: '一.jpg', content: await jpegWithGps() }]
    page = await browser.submit(page, { files }, { button: '上传' })
    const note = page.$('[name^="note["]').attr('name') ?? ''
    expect((await autosave(browser, page, { [note]: '第二张床' })).status).toBe(204)
    const again = await browser.open('/report/evidence')
    expect(again.$('[name^="note["]').attr('value')).toBe('第二张床')
  })

  it('never holds the claim word, nor a page that is none, nor more than anybody types', async () => {
    const word = await walkTo(browser, 'claim-word')
    expect(word.$('[data-autosave]')).toHaveLength(0)
    const kept = await autosave(browser, word, { page: 'claim-word', word: '院子里的老槐树' })
    expect(kept.status).toBe(422)
    expect((await autosave(browser, word, { page: 'nowhere' })).status).toBe(422)
    const text = '长'.repeat(20_001)
    expect((await autosave(browser, word, { page: 'what', text })).status).toBe(422)
  })

  it('says when there is no draft any more, and takes no forged form', async () => {
    const what = await walkTo(browser, 'what')
    const forged = await browser.send('/report/autosave', { page: 'what', text: '伪造' })
    expect(forged.status).toBe(403)
    site.clock.pass(31)
    expect((await autosave(browser, what, { text: '太晚' })).status).toBe(410)
  })
})

const token = (page: Awaited<ReturnType<Client['open']>>, form = 'form') =>
  page.$(`${form} [name=_csrf]`).last().attr('value') ?? ''

describe('the limit of time', () => {
  it('is printed, and said to the script with the door that extends it', async () => {
    const what = await walkTo(browser, 'what')
    expect(what.$('.jb-limit').text()).toContain('30 分钟不操作会自动退出')
    const { minutes, warn, stay } = what.$('[data-stay]').data()
    expect([minutes, warn, stay]).toEqual([30, 5, '/report/stay'])
    expect(what.$('[data-autosave]').attr('data-autosave')).toBe('30')
  })

  it('of a report that is being written is moved by 继续填 and by what is kept', async () => {
    const what = await walkTo(browser, 'what')
    const before = await deeds()
    site.clock.pass(28)
    expect((await browser.send('/report/stay', { _csrf: token(what) })).status).toBe(204)
    site.clock.pass(28)
    expect((await autosave(browser, what, { text: '还在写' })).status).toBe(204)
    site.clock.pass(28)
    expect((await browser.submit(what, { text: '写完了' }, go)).path).toBe('/report/evidence')
    expect(await deeds()).toBe(before)
    site.clock.pass(31)
    expect((await browser.send('/report/stay', { _csrf: token(what) })).status).toBe(410)
  })

  it('does not hang over a draft that was put aside', async () => {
    const what = await walkTo(browser, 'what')
    await browser.submit(what, {}, { button: '以后再填' })
    const page = await browser.open('/report/what')
    expect(page.$('[data-stay]')).toHaveLength(0)
    expect(page.$('.jb-limit').text()).toContain('不操作也不会退出')
    site.clock.pass(3 * 24 * 60)
    expect((await browser.open('/report/what')).path).toBe('/report/what')
  })

  it('of an open report is moved by 继续看; once over, nothing opens it but the code', async () => {
    const { code } = await sendReport(browser)
    const other = reporterBrowser(site)
    const follow = await comeBack(other, code)
    expect(follow.$('[data-stay]').attr('data-minutes')).toBe('10')
    expect(follow.$('[data-stay]').attr('data-warn')).toBe('2')
    site.clock.pass(9)
    expect((await other.send('/follow/stay', { _csrf: token(follow) })).status).toBe(204)
    site.clock.pass(9)
    expect((await other.open('/follow/case')).path).toBe('/follow/case')
    site.clock.pass(11)
    expect((await other.send('/follow/stay', { _csrf: token(follow) })).status).toBe(410)
    expect((await other.open('/follow/case')).path).toBe('/follow')
  })

  it('of an officer is moved by 继续办理', async () => {
    const desk = await signIn(site, officer)
    const dialog = desk.home.$('dialog[data-stay]')
    expect([dialog.attr('data-minutes'), dialog.attr('data-warn')]).toEqual(['30', '2'])
    const before = await deeds()
    for (let time = 0; time < 3; time += 1) {
      site.clock.pass(29)
      const _csrf = token(desk.home, '.st-top')
      expect((await desk.send('/staff/stay', { _csrf })).status).toBe(204)
    }
    expect(await deeds()).toBe(before)
    site.clock.pass(31)
    const over = await desk.send('/staff/stay', { _csrf: token(desk.home, '.st-top') })
    expect(over.steps[0]?.status).toBe(303)
  })
})
