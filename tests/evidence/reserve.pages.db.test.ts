import { jpegWithGps } from '../support/fixtures'
import { hire, moveIn } from '../support/people'
import { readReceipt } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { noise } from '../support/upload-desk'
import { reporterBrowser } from '../support/visitors'
import { go, walkTo } from '../support/wizard'

let site: Site

beforeAll(async () => {
  // More than any disk has: as if it were down to its reserve.
  site = await openSite({ config: { diskReserveBytes: Number.MAX_SAFE_INTEGER } })
  const { own } = await moveIn(site)
  await hire(site, own.id, ['intake'])
})
afterAll(() => site.stop())

it('a disk down to its reserve takes no file, says so, and still takes the report', async () => {
  const browser = reporterBrowser(site)
  const page = await walkTo(browser, 'evidence')
  const content = await jpegWithGps()
  const large = [{ name: '大照片.jpg', content: Buffer.concat([content, noise(500_000)]) }]
  const refused = await browser.submit(page, { files: large }, { button: '上传' })
  const small = [{ name: '小照片.jpg', content }]
  const told = await browser.submit(page, { files: small }, { button: '上传' })

  expect(refused.status).toBe(503)
  expect(refused.text).toContain('现在存不下新内容')
  expect(told.text).toContain('小照片.jpg 现在存不下，请过一会儿再传，或者打电话告诉我们')
  expect(await site.tables('evidence_files')).toEqual([])

  const next = await browser.submit(await browser.open('/report/evidence'), {}, go)
  const check = await browser.submit(next, {}, go)
  const sent = await browser.submit(check, { truth: 'yes' }, { button: '提交举报' })
  expect(readReceipt(sent).code).toMatch(/^\d{24}$/)
})
