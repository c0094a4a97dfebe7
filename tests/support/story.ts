import request, { type Response } from 'supertest'
import type { Answer, Client } from './client'
import { jpegWithGps, mp4OfSize, pdfWithPages } from './fixtures'
import type { Attachment } from './page-form'
import { hire, moveIn, type Officer } from './people'
import { openSite, type Site } from './site'

export const hospital = '示范仁和医院'

export type Story = {
  readonly site: Site
  readonly staff: Record<'intake' | 'wang' | 'li' | 'stranger', Officer>
  readonly files: Record<'photo' | 'list' | 'film' | 'rota', Attachment>
}

const storyFiles = async (): Promise<Story['files']> => ({
  photo: { name: '三楼病房.jpg', content: await jpegWithGps(), type: 'image/jpeg' },
  list: { name: '费用清单.pdf', content: pdfWithPages(3), type: 'application/pdf' },
  film: { name: '走廊录像.mp4', content: mp4OfSize(300_000), type: 'video/mp4' },
  rota: { name: '排班表.pdf', content: pdfWithPages(1), type: 'application/pdf' },
})

type Wish = Parameters<typeof openSite>[0]

/** The house of the main story: an intake officer, two handlers, a colleague who has no part in it. */
export const openStory = async (wish: Wish = {}): Promise<Story> => {
  const site = await openSite(wish)
  const { own } = await moveIn(site)
  const address = '示范市上城区仁和路 8 号'
  const row = { code: 'H1', name: hospital, kind: '医院', regionCode: '330102', address }
  await site.house.db.inTransaction(tx => site.house.registry.importAll(tx, [row]))
  // Without somebody who keeps identities, real-name reports are not offered.
  await hire(site, own.id, ['identity'])
  return {
    site,
    staff: {
      intake: await hire(site, own.id, ['intake'], '林雨晴'),
      wang: await hire(site, own.id, ['handler'], '王承办'),
      li: await hire(site, own.id, ['handler'], '李承办'),
      stranger: await hire(site, own.id, ['handler'], '赵旁人'),
    },
    files: await storyFiles(),
  }
}

const next = { button: '保存并继续' }

/** From the first page to the summary of step seven: insider, anonymous, wants the reward, with evidence. */
export const answerAllSteps = async (
  browser: Client,
  home: Answer,
  { photo, list, film }: Story['files'],
): Promise<Answer> => {
  let page = await browser.submit(await browser.click(home, '开始举报'))
  page = await browser.submit(page, { q: '仁和' }, { form: '[data-quiet]', button: '查找' })
  const choice = page
    .$('[name=choice]')
    .filter((_, radio) => page.$(radio).closest('label').text().includes(hospital))
    .attr('value')
  page = await browser.submit(page, { choice: choice ?? '', about_body: 'no' }, next)
  page = await browser.submit(page, { identity: 'anon-claim' }, next)
  const word = '外婆家的枣树有两个人高'
  page = await browser.submit(page, { word, word2: word }, next)
  page = await browser.submit(page, { behaviours: ['A1', 'A2'], department: '三楼病房' }, next)
  const text = '夜里三楼病房没有人，系统里住满了。\n护士长让我们补记录。'
  page = await browser.submit(page, { text, when: '2026 9 12', amount: '３０００' }, next)
  page = await browser.submit(page, { files: [photo, list] }, { button: '上传' })
  page = await browser.submit(page, { files: film }, { button: '上传' })
  page = await browser.submit(page, {}, next)
  return browser.submit(page, { relation: 'staff', hide: '只有夜班知道' }, next)
}

/** Bytes as the officer's browser gets them, not text. */
export const fetchBytes = (
  url: string,
  browser: Client,
  path: string,
  range?: string,
): Promise<Response> => {
  const asked = request(url)
    .get(path)
    .set('Cookie', [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    .buffer(true)
    .parse((answer, done) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => {
        done(null, Buffer.concat(parts))
      })
    })
  return range === undefined ? asked : asked.set('Range', range)
}
export const bytesOf = ({ body }: Response): Buffer => body as Buffer
export const headersOf = ({ headers }: Response): Readonly<Record<string, string | undefined>> =>
  headers
