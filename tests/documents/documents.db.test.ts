import { eraseDocuments, type IssuedDocument } from '../../src/documents'
import { drawPdf } from '../../src/papers'
import { asDay } from '../../src/platform/clock'
import { systemRandom } from '../../src/platform/random'
import type { CaseId } from '../../src/vocabulary/ids'
import { giveCase, storeCase } from '../support/cases'
import { hire, moveIn, type Officer } from '../support/people'
import { renderPdf } from '../support/rendered'
import { openSite, type Site } from '../support/site'

const canary = '护士长赵小敏'
const people: { handler?: Officer; stranger?: Officer } = {}
let site: Site
let caseId: CaseId

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const { own } = await moveIn(site)
  const clerk = await hire(site, own.id, ['intake'], '王芳')
  const handlers = [
    await hire(site, own.id, ['handler'], '周启明'),
    await hire(site, own.id, ['handler'], '李敏'),
  ] as const
  ;[people.handler] = handlers
  people.stranger = await hire(site, own.id, ['handler'], '何勇')
  ;({ caseId } = await storeCase(site, own.id, {
    title: { target: '和安医院' },
    content: { text: `我叫赵小敏，是三病区${canary}，电话 13800001234。` },
  }))
  await giveCase(site, clerk, caseId, handlers)
})
afterAll(() => site.stop())

const handler = (): Officer => {
  if (people.handler === undefined) throw new Error('nobody is hired')
  return people.handler
}

const statesOf: Readonly<Record<string, string>> = { 'not-accepted': 'refused' }

/** In a state of the case in which it may be issued. */
const issue = async (
  typed: [string, string][] = [],
  template = 'accepted',
  once = systemRandom.uuid(),
): Promise<IssuedDocument> => {
  const state = statesOf[template] ?? 'filed'
  await site.tables('cases').where({ id: caseId }).update({ state })
  return site.house.db.inTransaction(tx =>
    site.house.documents.issue(tx, handler(), caseId, { once, template, typed: new Map(typed) }),
  )
}

it('issues no paper of a step that was not taken, and names it; nor what a reporter wrote', async () => {
  const { documents, db } = site.house
  const asked = (template: string, words: string) =>
    db.inTransaction(tx =>
      documents.issue(tx, handler(), caseId, {
        ...{ once: systemRandom.uuid(), template, typed: new Map([['理由', words]]) },
      }),
    )
  await expect(asked('not-filed', '证据不足')).rejects.toMatchObject({ code: 'document.state' })
  const offered = await db.inTransaction(tx => documents.templates(tx, handler(), caseId))
  expect(offered.map(({ code }) => code)).not.toContain('filed')
  await site.tables('cases').where({ id: caseId }).update({ state: 'refused' })
  const copied = `我叫赵小敏，是三病区${canary}，电话 13800001234。`
  await expect(asked('not-accepted', copied)).rejects.toMatchObject({ code: 'document.identifies' })
})

const open = (id: string, officer = handler()) =>
  site.house.db.inTransaction(tx => site.house.documents.open(tx, officer, { caseId, id }))

const deeds = async (deed: string): Promise<number> =>
  (await site.tables('audit_entries').where({ deed, case_id: caseId })).length

const codeOn = (foot: readonly string[] | undefined): string =>
  /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(foot?.join('') ?? '')?.[0] ?? ''

it('fifty at once get fifty numbers without a gap; what is refused takes none', async () => {
  await expect(issue([['错的', '一']])).rejects.toMatchObject({ code: 'document.unknown-variable' })
  const made = await Promise.all(Array.from({ length: 50 }, () => issue()))
  const serials = made.map(({ number }) => Number(/〕(\d+)号$/.exec(number)?.[1]))
  expect(serials.sort((one, other) => one - other)).toEqual(
    Array.from({ length: 50 }, (_, index) => index + 1),
  )
  expect(await deeds('document.issued')).toBe(50)
  const once = systemRandom.uuid()
  const [one, other] = [await issue([], 'filed', once), await issue([], 'filed', once)]
  expect(other).toEqual(one)
  expect(one.number).toMatch(/立〔2026〕1号$/)
  expect(await deeds('document.issued')).toBe(51)
})

it('says on paper what the case says, and can be verified by who holds the paper', async () => {
  const { id, number } = await issue([['理由', '不属于本局职责']], 'not-accepted')
  const { paper } = await open(id)
  const [page] = await renderPdf(await drawPdf(paper))
  const words = page?.text.replaceAll(/\s/g, '') ?? ''
  for (const said of [number, '不属于本局职责', '2026年11月23日', '举报不予受理告知书'])
    expect(words).toContain(said)
  const code = codeOn(paper.foot)
  expect(words).toContain(code)

  const { db, documents } = site.house
  const verify = (typed: string, with_: string) =>
    db.inTransaction(tx => documents.verify(tx, { number: typed, code: with_ }))
  const right = await verify(` ${number.replace('〔', '[').replace('〕', ']')}`, code.toLowerCase())
  expect(right).toMatchObject({ known: true, kind: '举报不予受理告知书', withdrawnOn: null })
  expect(JSON.stringify(right)).not.toContain('和安')
  expect(await verify(number, '2222-2222')).toEqual({ known: false })
  expect(await verify('没有〔2026〕9号', code)).toEqual({ known: false })

  await db.inTransaction(tx => documents.withdraw(tx, handler(), { caseId, id }))
  expect(await verify(number, code)).toMatchObject({ known: true, withdrawnOn: '2026-11-23' })
})

it('no word that tells who reported comes onto paper, and nothing readable is in the rows', async () => {
  for (const value of [`${canary}反映`, '联系 13800001234'])
    await expect(issue([['理由', value]], 'not-accepted')).rejects.toMatchObject({
      code: 'document.identifies',
    })
  await issue([['理由', '机密的理由甲乙丙']], 'not-accepted')
  const rows: unknown[] = await site.tables('documents').select()
  const bytes = JSON.stringify(rows)
  for (const word of ['机密的理由', canary, '和安']) expect(bytes).not.toContain(word)
})

it('who does not know of the case reads, writes and verifies nothing of it', async () => {
  const { id } = await issue()
  const { stranger } = people
  if (stranger === undefined) throw new Error('nobody is hired')
  await expect(open(id, stranger)).rejects.toMatchObject({ code: 'case.not-found' })
  const wish = { once: systemRandom.uuid(), template: 'accepted', typed: new Map<string, string>() }
  const { db, documents } = site.house
  await expect(
    db.inTransaction(tx => documents.issue(tx, stranger, caseId, wish)),
  ).rejects.toMatchObject({ code: 'case.not-found' })
})

it('service is written down once; the database keeps what was issued and served', async () => {
  const { id } = await issue()
  const served = {
    ...{ once: systemRandom.uuid(), way: 'post', on: asDay('2026-11-23') },
    proof: '挂号信回执 XA123',
  }
  const { db, documents } = site.house
  const serve = (wish = served) =>
    db.inTransaction(tx => documents.serve(tx, handler(), { caseId, id }, wish))
  const early = { ...served, once: systemRandom.uuid(), on: asDay('2026-11-22') }
  await expect(serve(early)).rejects.toMatchObject({ code: 'document.served-when' })
  await serve()
  await serve()
  const { services } = await open(id)
  expect(services).toMatchObject([{ way: 'post', on: '2026-11-23', proof: '挂号信回执 XA123' }])
  expect(await deeds('document.served')).toBe(1)

  const rows = site.tables('documents').where({ id })
  await expect(rows.clone().update({ number: '别的号' })).rejects.toThrow('issued documents stay')
  await expect(rows.clone().update({ sealed_paper: Buffer.alloc(1) })).rejects.toThrow()
  const kept = site.tables('document_services').where({ document_id: id })
  await expect(kept.update({ way: 'left' })).rejects.toThrow('append only')
  await db.inTransaction(tx => documents.withdraw(tx, handler(), { caseId, id }))
  await expect(serve({ ...served, once: systemRandom.uuid() })).rejects.toMatchObject({
    code: 'document.withdrawn',
  })
})

it('at the end of a case its documents go; their numbers are never given again', async () => {
  const before = await issue([], 'assist-none').catch(() => undefined)
  expect(before).toBeUndefined()
  await site.house.db.inTransaction(tx => eraseDocuments(tx, caseId))
  expect(await site.tables('documents').where({ case_id: caseId })).toEqual([])
  expect(await site.tables('document_services').where({ case_id: caseId })).toEqual([])
  expect((await issue([], 'filed')).number).toMatch(/立〔2026〕2号$/)
})
