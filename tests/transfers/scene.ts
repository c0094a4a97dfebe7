import { heavy } from '../legal/scene'
import { giveCase, storeCase, type StoredCase } from '../support/cases'
import { createClient, type Answer, type Client } from '../support/client'
import { receiveFiles } from '../support/evidence-case'
import { jpegWithGps, pdfWithPages } from '../support/fixtures'
import { canaries, tellingText } from '../support/masked-case'
import { hire, moveIn, type Officer } from '../support/people'
import { renderPdf } from '../support/rendered'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

export type TransferScene = {
  readonly site: Site
  readonly wang: Officer
  readonly people: Readonly<Record<'wang' | 'gao' | 'zhao' | 'desk' | 'stranger', SignedIn>>
  /** Under investigation, with 核查要点, a finding, and three pieces of evidence. */
  readonly give: () => Promise<StoredCase>
}

/** What a reporter copied out would be known by. */
export const copied = '柜台天天空刷，一天刷三十几张卡，刷完把卡锁进第七号柜的抽屉里。'

const evidence = async () => [
  { name: `${canaries.name}拍的.jpg`, bytes: await jpegWithGps() },
  { name: '账本.pdf', bytes: pdfWithPages(2, canaries.name) },
  { name: '说明.txt', bytes: Buffer.from(`我是${canaries.name}`) },
]

const giving = (site: Site, desk: Officer, handlers: readonly [Officer, Officer]) => async () => {
  const { cases, db, desks, findings } = site.house
  const [wang] = handlers
  const stored = await storeCase(site, desk.actor.organisationId, {
    content: { text: `${tellingText}\n${copied}` },
  })
  const { caseId } = stored
  await giveCase(site, desk, caseId, handlers)
  await site.tables('cases').where({ id: caseId }).update({ state: 'investigating' })
  const key = await db.inTransaction(async tx => {
    const found = await cases.keyOf(tx, await desks.holdersOf(tx, wang.keys), caseId)
    const brief = { when: '2026 年夏天', how: '空刷医保卡', amount: '十万元', where: '结算系统' }
    const text = { target: '仁和医院', ...brief }
    await cases.saveBrief(tx, wang.actor, caseId, { key: found, text })
    await findings.save(tx, wang, caseId, { seen: 'none', content: heavy })
    return found
  })
  await receiveFiles(site.house, { caseId, caseKey: key }, await evidence())
  return stored
}

export const openTransferScene = async (): Promise<TransferScene> => {
  const site = await openSite({ now: '2026-11-23T02:30:00Z' })
  const { own, above } = await moveIn(site)
  await site.house.db.inTransaction(site.house.deadlines.seedCalendar)
  const desk = await hire(site, own.id, ['intake'], '林雨晴')
  const wang = await hire(site, own.id, ['handler'], '王承办')
  const li = await hire(site, own.id, ['handler'], '李承办')
  const gao = await hire(site, own.id, ['principal'], '高立群')
  const zhao = await hire(site, own.id, ['principal'], '赵负责')
  await site.house.db.inTransaction(async tx => {
    const { confirm } = site.house.desks
    for (const { actor } of [gao, zhao]) await confirm(tx, desk.actor, desk.keys, actor.id)
  })
  const stranger = await hire(site, above.id, ['intake', 'principal'], '陈雨桐')
  return {
    ...{ site, wang },
    people: {
      wang: await signIn(site, wang),
      gao: await signIn(site, gao),
      zhao: await signIn(site, zhao),
      desk: await signIn(site, desk),
      stranger: await signIn(site, stranger),
    },
    give: giving(site, desk, [wang, li]),
  }
}

export const said = {
  receiver: 'police',
  name: '示范市公安局',
  reason: '空刷医保卡数额较大，涉嫌诈骗，依照规定应当移送公安机关处理。',
  text: '两名承办人到结算柜台核对了三个月的刷卡流水，调取了结算数据。',
  words: '刷卡机一台\n账本一册',
  looked: 'yes',
}

/** The fields that choose these files of the evidence, in the order of the page. */
export const choose = (page: Answer, materials: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    page
      .$('[data-test=evidence] select')
      .map((_, one) => page.$(one).attr('name'))
      .get()
      .map((name, at) => [name, materials[at] ?? '']),
  )

/** Bytes, as the browser would keep them. */
export const fetchBytes = async (site: Site, who: SignedIn, href: string): Promise<Buffer> => {
  const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await fetch(new URL(href, site.staffUrl), { headers: { cookie } })
  if (!answer.ok) throw new Error(`${href}: ${answer.status}`)
  return Buffer.from(await answer.arrayBuffer())
}

export const byTest = (name: string) => ({ form: `[data-test=${name}]` })
export const problemOf = ({ $ }: Answer) => $('[data-test=problem] b').text()
export const csrfOf = ({ $ }: Answer): string => $('input[name=_csrf]').first().attr('value') ?? ''
export const rowsOf = (site: Site, caseId: string) =>
  site.tables('transfers').where({ case_id: caseId })

export const clocksOf = (site: Site, caseId: string) =>
  site
    .tables('deadlines')
    .where({ case_id: caseId })
    .whereRaw("rule_code ~ '^(CRIME|POLICE)'")
    .orderBy('rule_code')
    .select<{ rule_code: string; done_on: string | null }[]>('rule_code', 'done_on')

export const deedsOf = (site: Site, caseId: string): Promise<string[]> =>
  site
    .tables('audit_entries')
    .where({ case_id: caseId })
    .whereLike('deed', 'transfer.%')
    .orderBy('seq')
    .pluck<string[]>('deed')

/** Another window, past the watch over the record: what is sent twice leaves no second row. */
export const twinOf = (site: Site, browser: SignedIn): Client => {
  const other = createClient({ url: site.staffUrl })
  for (const [name, value] of browser.cookies) other.cookies.set(name, value)
  return other
}

/** What stands on these papers, as a reader of another make reads it. */
export const wordsIn = async (papers: readonly Buffer[]): Promise<string> => {
  const pages = (await Promise.all(papers.map(renderPdf))).flat()
  return pages
    .map(({ text }) => text)
    .join('')
    .replace(/\s/g, '')
}

/** Drafted by the handler, with a picture and a document. */
export const drafted = async (
  { give, people: { wang } }: TransferScene,
  more: Record<string, string> = {},
  materials: readonly string[] = ['exhibits', 'appraisal'],
) => {
  const stored = await give()
  const page = await wang.open(`${stored.path}/transfers`)
  const typed = { ...said, ...choose(page, materials), ...more }
  return { ...stored, page, made: await wang.submit(page, typed, byTest('draft')) }
}

/** Other bytes in one piece of the pack. @returns how to put it right again */
export const spoil = async (site: Site, id: string) => {
  const pieces = () => site.tables('transfer_pieces').where({ transfer_id: id })
  const [piece] = await pieces().select<{ file_id: string; sealed: Buffer }[]>()
  if (piece === undefined) throw new Error('no pieces')
  const { file_id, sealed } = piece
  const changed = Buffer.from(sealed)
  changed[60] = (changed[60] ?? 0) ^ 1
  await pieces().where({ file_id }).update({ sealed: changed })
  return () => pieces().where({ file_id }).update({ sealed })
}
