import type { Answer, Client } from './client'
import type { Attachment } from './page-form'

/** The answers of a report, by the field names of src/intake/README.md. Every page has a plain default. */
export type ReportWish = {
  readonly subject?: Readonly<Record<string, string>>
  readonly identity?: 'anon' | 'anon-claim' | 'named'
  readonly claimWord?: string
  readonly named?: Readonly<Record<string, string>>
  readonly type?: Readonly<Record<string, string | readonly string[]>>
  readonly what?: Readonly<Record<string, string>>
  readonly files?: readonly Attachment[]
  readonly relation?: Readonly<Record<string, string>>
}

const plain = {
  subject: { choice: 'typed', name: '示范仁和医院', about_body: 'no' },
  claimWord: '院子里的老槐树开花了',
  named: {
    name: '王小明',
    phone: '138 0013 8000',
    id_type: 'id-card',
    id_number: '11010519491231002X',
    delivery: 'platform',
  },
  type: { behaviours: ['A1'] },
  what: { text: '三楼病房空着，系统里却住满了人。' },
}

/** Interruption page, start: the first step. */
export const startReport = async (browser: Client): Promise<Answer> => {
  const start = await browser.open('/report')
  return browser.submit(start)
}

const go = { button: '保存并继续' }

/** From the first step to the summary, by the pages' own forms. */
export const fillReport = async (browser: Client, wish: ReportWish = {}): Promise<Answer> => {
  const { identity = 'anon' } = wish
  let page = await startReport(browser)
  page = await browser.submit(page, wish.subject ?? plain.subject, go)
  page = await browser.submit(page, { identity }, go)
  const word = wish.claimWord ?? plain.claimWord
  if (identity === 'anon-claim') page = await browser.submit(page, { word, word2: word }, go)
  if (identity === 'named') page = await browser.submit(page, wish.named ?? plain.named, go)
  page = await browser.submit(page, wish.type ?? plain.type, go)
  page = await browser.submit(page, wish.what ?? plain.what, go)
  for (const file of wish.files ?? [])
    page = await browser.submit(page, { files: [file] }, { button: '上传' })
  page = await browser.submit(page, {}, go)
  return browser.submit(page, wish.relation ?? {}, go)
}

export type Sent = {
  readonly page: Answer
  /** 24 digits, without spaces. */
  readonly code: string
  readonly label: string
}

export const readReceipt = (page: Answer): Sent => ({
  page,
  code: page.$('#code').text().replaceAll(' ', ''),
  label: page.$('.jb-paper__rows dd').first().text(),
})

/** The whole way: from the interruption page to the receipt. */
export const sendReport = async (browser: Client, wish: ReportWish = {}): Promise<Sent> => {
  const check = await fillReport(browser, wish)
  return readReceipt(await browser.submit(check, { truth: 'yes' }, { button: '提交举报' }))
}
