import type { Page } from '../tests/support/plain-form'
import { createVisitor, type Visitor } from './visitor'

export const photo = {
  name: '三楼病房.jpg',
  type: 'image/jpeg',
  // 100 KB that begin and end as a JPEG does: the receiver looks at the head, nothing decodes it.
  bytes: Buffer.alloc(100 * 1024, 0x20),
}
photo.bytes.set([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0])
photo.bytes.set([0xff, 0xd9], photo.bytes.length - 2)

export type Reporting = { readonly visitor: Visitor; readonly page: Page }

const step = async (
  visitor: Visitor,
  page: Page,
  action: string,
  fields: readonly (readonly [string, string])[],
): Promise<Page> => {
  const next = await visitor.send(page, action, [...fields, ['go', 'next']])
  if (next.status !== 200) throw new Error(`${action} answered ${next.status}`)
  return next
}

const refuseUnless = (path: string, page: Page): void => {
  if (page.url !== path || page.status !== 200)
    throw new Error(`${page.url} answered ${page.status} where ${path} was expected`)
}

/** Up to the evidence: five pages of questions, as a browser without scripts sends them. */
const answerQuestions = async (base: string): Promise<Reporting> => {
  const visitor = createVisitor(base)
  let page = await visitor.get('/report')
  page = await step(visitor, page, '/report', [])
  page = await step(visitor, page, '/report/subject', [
    ['choice', 'typed'],
    ['name', '和安医院（城东院区）'],
    ['about_body', 'no'],
  ])
  page = await step(visitor, page, '/report/identity', [['identity', 'anon']])
  page = await step(visitor, page, '/report/type', [['unsure', 'yes']])
  page = await step(visitor, page, '/report/what', [
    ['text', '夜里病区基本没人，白天登记的床全满，出院记录都是同一天补的。'.repeat(4)],
  ])
  return { visitor, page }
}

const refuseUnlessReceipt = (receipt: Page): void => {
  refuseUnless('/report/receipt', receipt)
  if (!/(?:\d{4} ){5}\d{4}/.test(receipt.html)) throw new Error('no receipt')
}

const sendIn = async (visitor: Visitor, check: Page): Promise<void> => {
  refuseUnlessReceipt(await step(visitor, check, '/report/check', [['truth', 'yes']]))
}

/** A whole report in the order of its pages, receipt included. */
export const journey = async (base: string): Promise<Visitor> => {
  const { visitor, page } = await answerQuestions(base)
  let next = await visitor.send(page, '/report/evidence', [['go', 'next']], [photo])
  refuseUnless('/report/relation', next)
  next = await step(visitor, next, '/report/relation', [])
  await sendIn(visitor, next)
  visitor.leave()
  return visitor
}

/** A draft that lacks nothing but its photo, and the two pages that are still to be sent, open side by side. */
type Prepared = Reporting & { readonly check: Page }

export const prepare = async (base: string): Promise<Prepared> => {
  const { visitor, page } = await answerQuestions(base)
  const next = await visitor.send(page, '/report/evidence', [['go', 'next']], [])
  const check = await step(visitor, next, '/report/relation', [])
  refuseUnless('/report/check', check)
  const evidence = await visitor.get('/report/evidence?from=check')
  // A line that is silent for five seconds is closed by the server: the timed part opens its own.
  visitor.leave()
  return { visitor, check, page: evidence }
}

/**
 * The photo is sent and taken, the report is sent, until its receipt is on the screen: three requests. The page
 * that a browser shows between the two is part of `journey`.
 */
export const finish = async ({ visitor, page, check }: Prepared): Promise<void> => {
  const taken = await visitor.sendOnly(page, '/report/evidence', [['go', 'next']], [photo])
  if (taken !== '/report/check') throw new Error(`the photo led to ${taken}`)
  await sendIn(visitor, check)
  visitor.leave()
}
