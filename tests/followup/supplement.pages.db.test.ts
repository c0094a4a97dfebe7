import { createClient, type Answer, type Client } from '../support/client'
import { exeProgram, jpegWithGps, pdfWithPages } from '../support/fixtures'
import { comeBack, errorsOf } from '../support/following'
import { hire, moveIn } from '../support/people'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser } from '../support/visitors'

let site: Site
let code: string

beforeAll(async () => {
  site = await openSite({ now: '2026-11-22T03:06:07Z' })
  const { own } = await moveIn(site)
  await hire(site, own.id, ['intake'])
  code = (await sendReport(reporterBrowser(site))).code
})
afterAll(() => site.stop())

const messagesOf = ({ $ }: Answer): string[] =>
  $('.jb-msg__text')
    .map((_, line) => $(line).text())
    .get()

const filesStored = async (): Promise<number> => {
  const [row] = await site.tables('evidence_files').count<{ count: number }[]>('* as count')
  return row?.count ?? 0
}

/** Another window of the same browser. What it sends a second time leaves no second record. */
const sameBrowser = (browser: Client): Client => {
  const other = createClient({ url: site.publicUrl })
  for (const [name, value] of browser.cookies) other.cookies.set(name, value)
  return other
}

describe('more evidence', () => {
  const openPage = async () => {
    const browser = reporterBrowser(site)
    await comeBack(browser, code)
    return { browser, page: await browser.open('/follow/evidence') }
  }
  const names = ({ $ }: Answer, css: string): string[] =>
    $(css)
      .map((_, file) => $(file).find('.jb-file__name').text())
      .get()

  it('keeps what is good and says in a sentence what was not taken', async () => {
    const { browser, page } = await openPage()
    const answer = await browser.submit(
      page,
      {
        files: [
          { name: '三楼病房.jpg', content: await jpegWithGps() },
          { name: '安装.exe', content: exeProgram() },
          { name: '空的.pdf', content: Buffer.alloc(0) },
          { name: '假的.pdf', content: Buffer.from('这不是 PDF') },
        ],
      },
      { button: '交给办案人员' },
    )

    expect(answer.status).toBe(422)
    expect(answer.$('#errors h2').text()).toBe('有 3 个文件没有传上')
    expect(errorsOf(answer)).toEqual([
      '不收 .exe 文件。照片、录音、视频、PDF、Word、Excel 都可以',
      '空的.pdf 是空文件，请换一个',
      '假的.pdf 其实是文本文件，请把名字的结尾改成 .txt 再传',
    ])
    expect(names(answer, '.jb-file:not(.jb-file--bad)')).toContain('三楼病房.jpg')
    const later = await browser.open('/follow/case')
    expect(later.$('main').text()).toContain('文件 1 个')
  })

  it('is taken once when the form is sent twice', async () => {
    const { browser, page } = await openPage()
    const before = await filesStored()
    const typed = { files: [{ name: '清单.pdf', content: pdfWithPages(2) }], body: '这是清单' }
    const counts = async () => ({
      unread: (await site.tables('cases').first<{ unread: number }>('unread')).unread,
      deeds: (await site.tables('audit_entries').where({ deed: 'evidence.added' })).length,
    })
    const known = await counts()
    await browser.submit(page, typed, { button: '交给办案人员' })
    const again = await sameBrowser(browser).submit(page, typed, { button: '交给办案人员' })

    expect(await filesStored()).toBe(before + 1)
    expect(await counts()).toEqual({ unread: known.unread + 1, deeds: known.deeds + 1 })
    const steps = again.$('.jb-log b').map((_, step) => again.$(step).text())
    expect(steps.get().at(-1)).toBe('您提交了举报')
    expect(page.$('main button:contains(上传)')).toHaveLength(0)
    expect(messagesOf(again).filter(line => line === '这是清单')).toHaveLength(1)
  })

  it('asks for something when nothing was chosen and nothing written', async () => {
    const { browser, page } = await openPage()
    const answer = await browser.submit(page, { body: '' }, { button: '交给办案人员' })

    expect([answer.status, errorsOf(answer)]).toEqual([422, ['请选要交的文件，或者写几句话']])
  })

  it('words typed beside files wait as well; the files have to be chosen again', async () => {
    const browser = reporterBrowser(site)
    await comeBack(browser, code)
    const page = await browser.open('/follow/evidence')
    site.clock.pass(11)
    const before = await filesStored()

    const asked = await browser.submit(
      page,
      { body: '附件旁边的话', files: [{ name: '清单.pdf', content: pdfWithPages(1) }] },
      { button: '交给办案人员' },
    )

    expect([asked.status, asked.$('#unsent').text()]).toEqual([422, '附件旁边的话'])
    expect(await filesStored()).toBe(before)
    expect((await browser.submit(asked, { code })).$('#body').text()).toBe('附件旁边的话')
  })
})
