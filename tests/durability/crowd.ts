import { createHash, randomBytes } from 'node:crypto'
import { PageLost, type Page } from '../support/plain-form'
import { createBrowser, type Browser } from './browser'
import { pause } from './service'

/** Somebody who was told "received": the code they read, and the hash of what they had sent. */
export type Told = { readonly code: string; readonly sha256: string }

export type Outcome = {
  readonly told: readonly Told[]
  /** Pages that did not come, or came as an apology, on the way. */
  readonly stumbles: number
  /** Status codes of apologies, each with what its page said first. */
  readonly apologies: readonly string[]
  readonly gaveUp: number
}

type Wish = {
  readonly base: string
  readonly people: number
  readonly atOnce: number
  /** Every so-manieth walks away at the first stumble and never comes back. */
  readonly impatient: number
  /** Told the number of receipts so far, after each. */
  readonly afterEach?: (receipts: number) => void
}

class Stumble extends Error {}

const PATIENCE = 900

const fields: Readonly<Record<string, [string, string][]>> = {
  '/report': [],
  '/report/subject': [
    ['choice', 'typed'],
    ['name', '和安医院（城东院区）'],
    ['about_body', 'no'],
  ],
  '/report/identity': [['identity', 'anon']],
  '/report/type': [['unsure', 'yes']],
  '/report/what': [['text', '夜里病区基本没人，白天登记的床全满。']],
  '/report/evidence': [],
  '/report/relation': [],
}

const go: [string, string][] = [['go', 'next']]

/** A picture to look at, by its first and last bytes, that nobody else has sent. */
export const newPhoto = (size = 60 * 1024): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size)
  bytes.set(randomBytes(size))
  bytes.set([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0])
  bytes.set([0xff, 0xd9], bytes.length - 2)
  return bytes
}

type Watch = { stumbles: number; readonly apologies: string[] }

const headingOf = (html: string) => /<h1[^>]*>([^<]*)/.exec(html)?.[1]?.trim() ?? ''

type Doing = {
  readonly browser: Browser
  readonly watch: Watch
  readonly patient: boolean
}

/** What a person does about a page that did not come: loads that page again, or sends the form again. */
const pageToReload = (answer: Page | PageLost | undefined, asked: string): string | undefined => {
  if (answer instanceof PageLost) return answer.path
  return answer !== undefined && answer.url !== asked ? answer.url : undefined
}

const insist = async (
  { browser, watch, patient }: Doing,
  asked: string,
  first: () => Promise<Page>,
): Promise<Page> => {
  let go = first
  for (let tries = 0; tries < PATIENCE; tries += 1) {
    const answer = await go().catch((error: unknown) =>
      error instanceof PageLost ? error : undefined,
    )
    const came = answer instanceof PageLost ? undefined : answer
    if (came !== undefined && came.status < 500) return came
    watch.stumbles += 1
    if (came !== undefined) watch.apologies.push(`${came.status} ${headingOf(came.html)}`)
    if (!patient) throw new Stumble('walked away')
    const again = pageToReload(answer, asked)
    if (again !== undefined) go = () => browser.get(again)
    await pause(100)
  }
  throw new Error('the service did not come back')
}

/** The last page before the report is sent, and what was handed in on the way. */
export type Filled = { readonly page: Page; readonly sha256: string }

const fill = async (doing: Doing): Promise<Filled> => {
  const { browser } = doing
  const bytes = newPhoto()
  const photo = { name: '病房.jpg', type: 'image/jpeg', bytes }
  let page = await insist(doing, '/report', () => browser.get('/report'))
  for (const [action, typed] of Object.entries(fields)) {
    const files = action === '/report/evidence' ? [photo] : undefined
    const before = page
    const send = () => browser.send(before, action, [...typed, ...go], files)
    page = await insist(doing, action, send)
    if (page.status === 422 && !doing.patient) throw new Stumble('walked away')
    if (page.status !== 200) throw new Error(`${action}: ${page.status} ${headingOf(page.html)}`)
  }
  return { page, sha256: createHash('sha256').update(bytes).digest('hex') }
}

/** 提交举报 on the last page; may be pressed as often as one likes. */
export const press = (browser: Browser, { page }: Filled): Promise<Page> =>
  browser.send(page, '/report/check', [['truth', 'yes'], ...go])

/** 24 digits in groups, if the page is a receipt that shows them. */
export const codeOn = ({ html }: Page): string | undefined => /(?:\d{4} ){5}\d{4}/.exec(html)?.[0]

/** Somebody who has answered everything and has not sent it yet. */
export const fillReport = (browser: Browser): Promise<Filled> =>
  fill({ browser, watch: { stumbles: 0, apologies: [] }, patient: false })

const walk = async (doing: Doing): Promise<Told> => {
  const filled = await fill(doing)
  const page = await insist(doing, '/report/check', () => press(doing.browser, filled))
  const code = codeOn(page)
  if (code === undefined)
    throw new Error(`no receipt: ${page.status} ${page.url}: ${headingOf(page.html)}`)
  return { code, sha256: filled.sha256 }
}

/** So many people, some of them at once, report with a photo until they are told that it was received. */
export const report = async (wish: Wish): Promise<Outcome> => {
  const told: Told[] = []
  const watch: Watch = { stumbles: 0, apologies: [] }
  let gaveUp = 0
  let next = 0
  const worker = async () => {
    for (let number = next++; number < wish.people; number = next++) {
      const patient = wish.impatient === 0 || number % wish.impatient !== 0
      try {
        told.push(await walk({ browser: createBrowser(wish.base), watch, patient }))
        wish.afterEach?.(told.length)
      } catch (error) {
        if (!(error instanceof Stumble)) throw error
        gaveUp += 1
      }
    }
  }
  await Promise.all(Array.from({ length: wish.atOnce }, worker))
  return { told, ...watch, gaveUp }
}

/** Comes back with the code, as the page of the second start asks for it. */
export const comeBack = async (base: string, code: string): Promise<Page> => {
  const browser = createBrowser(base)
  return browser.send(await browser.get('/follow'), '/follow', [['code', code]])
}
