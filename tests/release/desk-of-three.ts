import type { CaseId, OrganisationId, StaffId } from '../../src/vocabulary/ids'
import { giveCase } from '../support/cases'
import { createClient, type Answer, type Client } from '../support/client'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { sendReport, type ReportWish } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn, type SignedIn } from '../support/visitors'

/** What the named reporter of these tests wrote. None of it may lie anywhere in clear. */
export const words = {
  name: '欧阳鸣鹤',
  phone: '13912345678',
  idNumber: '11010519491231002X',
  address: '示范市青瓦巷 7 号 302 室',
}

const named: ReportWish = {
  identity: 'named',
  named: {
    name: words.name,
    phone: words.phone,
    id_type: 'id-card',
    id_number: words.idNumber,
    delivery: 'post',
    address: words.address,
  },
}

export const because = '留言发了三次都没有回，住院的日期只有本人说得清，要打一次电话核实。'

export type Three = {
  readonly site: Site
  readonly own: OrganisationId
  readonly above: OrganisationId
  readonly clerk: Officer
  readonly principal: Officer
  readonly custodian: Officer
  readonly handler: Officer
  readonly second: Officer
}

/** A body with intake, principal, identity desk and two handlers, all with keys. */
export const openThree = async (now = '2026-11-23T02:00:00Z'): Promise<Three> => {
  const site = await openSite({ now })
  const bodies = await moveIn(site)
  const [own, above] = [bodies.own.id, bodies.above.id]
  const clerk = await hire(site, own, ['intake'], '王芳')
  const principal = await hire(site, own, ['principal'], '高立群')
  const custodian = await hire(site, own, ['identity'], '沈默')
  const handler = await hire(site, own, ['handler'], '周启明')
  const second = await hire(site, own, ['handler'], '李敏')
  await hire(site, above, ['intake'], '陈雨桐')
  await confirm(site, clerk, principal)
  return { site, own, above, clerk, principal, custodian, handler, second }
}

/** A member hands the keys of the desk to a new one. */
export const confirm = (site: Site, member: Officer, fresh: Officer): Promise<void> =>
  site.house.db.inTransaction(tx =>
    site.house.desks.confirm(tx, member.actor, member.keys, fresh.actor.id),
  )

const lastCase = async ({ tables }: Site): Promise<CaseId> => {
  const row = await tables('cases').orderBy('arrival', 'desc').first<{ id: CaseId }>('id')
  return row.id
}

/** A report by the pages, given to both handlers. */
export const reportAndGive = async (three: Three, wish: ReportWish = named) => {
  const { site, clerk, handler, second } = three
  const sent = await sendReport(reporterBrowser(site), wish)
  const caseId = await lastCase(site)
  await giveCase(site, clerk, caseId, [handler, second])
  return { caseId, code: sent.code, label: sent.label }
}

/** Signed in at a moment of its own, so that the next fresh code is another one. */
export const enter = async (site: Site, officer: Officer): Promise<SignedIn> => {
  site.clock.pass(1)
  return signIn(site, officer)
}

/** What the person's telephone shows after another minute. */
export const freshCode = (site: Site, officer: Officer): string => {
  site.clock.pass(1)
  return codeOf(site, officer)
}

type Wish = {
  readonly fields?: readonly string[]
  readonly ground?: string
  readonly text?: string
  readonly minutes?: string
}

export const askFor = async (browser: SignedIn, caseId: CaseId, wish: Wish = {}): Promise<Answer> =>
  browser.submit(
    await browser.open(`/staff/cases/${caseId}/identity`),
    { fields: ['name', 'phone'], ground: 'contact', text: because, minutes: '10', ...wish },
    { button: '提出申请' },
  )

type Act = 'approve' | 'answer' | 'refuse' | 'withdraw' | 'open'

/** One step of the request page by its own form. */
export const step = async (
  browser: Pick<SignedIn, 'open' | 'submit'>,
  path: string,
  act: Act,
  typed: Readonly<Record<string, string>>,
): Promise<Answer> =>
  browser.submit(await browser.open(path), typed, { form: `form[action="${path}/${act}"]` })

type Row = {
  readonly id: string
  readonly state: string
  readonly approver_id: StaffId | null
  readonly answerer_id: StaffId | null
  readonly opened_at: Date | null
}

export const requestRow = async ({ tables }: Site, path: string): Promise<Row> =>
  tables('identity_requests')
    .where({ id: path.split('/').pop() })
    .first<Row>()

/** Deeds of one request, oldest first. */
export const deedsOf = async ({ tables }: Site, path: string): Promise<string[]> =>
  tables('audit_entries')
    .where({ subject: path.split('/').pop() })
    .orderBy('seq')
    .pluck<string[]>('deed')

export const textsOf = ({ $ }: Answer, css: string): string[] =>
  $(css)
    .map((_, found) => $(found).text().replace(/\s+/g, ' ').trim())
    .get()

/** The three at their desks. */
export type Sides = {
  readonly handler: SignedIn
  readonly principal: SignedIn
  readonly custodian: SignedIn
}

export const signInAll = async ({
  site,
  handler,
  principal,
  custodian,
}: Three): Promise<Sides> => ({
  handler: await enter(site, handler),
  principal: await enter(site, principal),
  custodian: await enter(site, custodian),
})

/** Asked and agreed to. The path of the request. */
export const approved = async (
  three: Three,
  { handler, principal }: Sides,
  caseId?: CaseId,
  wish: Wish = {},
): Promise<string> => {
  const about = caseId ?? (await reportAndGive(three)).caseId
  const { path } = await askFor(handler, about, wish)
  await step(principal, path, 'approve', { otp: freshCode(three.site, three.principal) })
  return path
}

export const answered = async (
  three: Three,
  sides: Sides,
  caseId?: CaseId,
  wish: Wish = {},
): Promise<string> => {
  const path = await approved(three, sides, caseId, wish)
  await step(sides.custodian, path, 'answer', { otp: freshCode(three.site, three.custodian) })
  return path
}

/** What no page offers any more: the form as somebody would send it who kept it open. */
export const send = async (
  browser: Pick<SignedIn, 'open' | 'send'>,
  path: string,
  act: Act,
  fields: Readonly<Record<string, string>> = {},
): Promise<Answer> => {
  const page = await browser.open(path)
  const _csrf = String(page.$('[name=_csrf]').first().val())
  return browser.send(`${path}/${act}`, { _csrf, ...fields })
}

/** The same person in a second window: past the watch over the record. */
export const secondWindow = ({ staffUrl }: Site, { cookies }: SignedIn): Client => {
  const browser = createClient({ url: staffUrl })
  for (const [name, value] of cookies) browser.cookies.set(name, value)
  return browser
}

/** Why steps of this request were turned down, by the record. */
export const denied = ({ tables }: Site, path: string): Promise<string[]> =>
  tables('audit_entries')
    .where({ subject: path.split('/').pop(), deed: 'identity.denied' })
    .orderBy('seq')
    .pluck('ground')

export const caseOf = async ({ tables }: Site, path: string): Promise<CaseId> => {
  const row = await tables('identity_requests')
    .where({ id: path.split('/').pop() })
    .first<{ case_id: CaseId }>('case_id')
  return row.case_id
}
