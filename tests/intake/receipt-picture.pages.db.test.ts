import sharp from 'sharp'
import type { Client } from '../support/client'
import { hire, moveIn } from '../support/people'
import { readReceipt, sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser } from '../support/visitors'

// The picture of the code is for the browser that may see the code, and only as long.

let site: Site
let browser: Client

beforeAll(async () => {
  site = await openSite({ now: '2026-11-22T03:06:07Z' })
  const { own } = await moveIn(site)
  await hire(site, own.id, ['intake'])
})
afterAll(() => site.stop())
beforeEach(() => {
  site.clock.set('2026-11-22T03:06:07Z')
  browser = reporterBrowser(site)
})

const address = '/report/receipt.png'

const fetchPicture = async (client: Client) => {
  const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await fetch(site.publicUrl + address, { headers: { cookie } })
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) }
}

describe('the receipt as a picture', () => {
  it('is drawn for the browser that sent the report, each time anew, and never kept', async () => {
    await sendReport(browser)
    const { answer, bytes } = await fetchPicture(browser)
    const { format, width, height } = await sharp(bytes).metadata()

    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(answer.headers.get('content-disposition')).toBe('inline; filename="picture.png"')
    expect([format, width]).toEqual(['png', 780])
    expect(height).toBeGreaterThan(500)
    expect(height).toBeLessThan(900)
    expect(bytes.length).toBeLessThan(100_000)
    expect((await fetchPicture(browser)).bytes.equals(bytes)).toBe(true)
  })

  it('differs from that of every other code', async () => {
    await sendReport(browser)
    const other = reporterBrowser(site)
    await sendReport(other)

    const [one, two] = [await fetchPicture(browser), await fetchPicture(other)]
    expect(one.answer.status + two.answer.status).toBe(400)
    expect(one.bytes.equals(two.bytes)).toBe(false)
  })

  it('is reached without scripts by a link, and leads back to the receipt', async () => {
    const { page, code } = await sendReport(browser)
    expect(page.$(`img[src="${address}"]`)).toHaveLength(0)
    const shown = await browser.click(page, '存成图片')

    expect([shown.status, shown.path]).toEqual([200, '/report/receipt/picture'])
    expect(shown.$('main img').attr('src')).toBe(address)
    expect(shown.text).toContain('长按图片保存')
    expect(shown.text.replaceAll(' ', '')).not.toContain(code)
    expect(readReceipt(await browser.click(shown, '回到回执')).code).toBe(code)
  })

  it('is gone once the code is put away', async () => {
    const { page, code } = await sendReport(browser)
    await browser.submit(page, { tail: code.slice(-4) })

    expect((await fetchPicture(browser)).answer.status).toBe(404)
    expect((await browser.open('/report/receipt/picture')).path).toBe('/report/receipt')
  })

  it('is gone after half an hour', async () => {
    await sendReport(browser)
    site.clock.pass(29)
    expect((await fetchPicture(browser)).answer.status).toBe(200)
    site.clock.pass(2)
    expect((await fetchPicture(browser)).answer.status).toBe(404)
  })

  it('is nobody else’s, and the log tells neither code nor time', async () => {
    const { code } = await sendReport(browser)
    await fetchPicture(browser)

    expect((await fetchPicture(reporterBrowser(site))).answer.status).toBe(404)
    const lines = site.logLines.filter(line => line.includes(address))
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.join('')).not.toContain(code)
  })
})
