import type { Browser, Page } from 'playwright-core'
import { newPage, openBrowser } from '../support/browser'
import { auditShown } from '../support/page-audit'

let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await openBrowser()
  page = await newPage(browser, { viewport: { width: 1366, height: 900 } })
})
afterAll(() => browser.close())

const faultsOf = async (body: string, css = ''): Promise<string> => {
  await page.setContent(
    `<!doctype html><html lang="zh-CN"><head><title>页</title></head>
     <body><main><h1>页</h1>${body}</main></body></html>`,
  )
  // A sheet of the page's own would be a fault itself.
  await page.evaluate(
    `{ const sheet = new CSSStyleSheet(); sheet.replaceSync(${JSON.stringify(css)})
       document.adoptedStyleSheets = [sheet] }`,
  )
  return (await auditShown(page)).join('\n')
}

describe('the audit that every page goes through', () => {
  it('says nothing about a page that is fit for everybody', async () => {
    expect(await faultsOf('<p>一句话。</p>')).toBe('')
  })

  it.each([
    ['a field without a name', '<input>', '', 'axe 1366 : label at input'],
    [
      'pale words',
      '<p id="p">看不清的字</p>',
      '#p { color: #bbb }',
      'axe 390 : color-contrast at #p',
    ],
    [
      'words that are pale at the largest text only',
      '<p id="p">看不清的字</p>',
      '.jb-text-xl #p { color: #bbb }',
      'axe 1366 jb-text-xl: color-contrast at #p',
    ],
    ['what sticks out', '<p id="p">宽</p>', '#p { width: 900px }', 'scrolls sideways at 320'],
    ['a small target', '<button>按</button>', 'button { height: 9px }', 'target under 24px: 按'],
    [
      'a focus nobody sees',
      '<a href="/">去</a>',
      'a { outline: none }',
      'focus cannot be seen: 去',
    ],
  ])('names %s', async (_what, body, css, fault) => {
    expect(await faultsOf(body, css)).toContain(fault)
  })
})
