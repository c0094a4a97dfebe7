import type { CaseId } from '../../src/vocabulary/ids'
import { createCanaries } from '../support/canaries'
import { leaveDrafts, reportCanaries, taken, type CanaryReport } from '../support/canary-reporter'
import { giveCase } from '../support/cases'
import { codeOn, finish, register, save } from '../support/counter'
import { clearByDesign, declaredFields, sownFields } from '../support/fields'
import { comeBack } from '../support/following'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { dumpFolder, dumpTables, dumpTemporary, findTraces } from '../support/traces'
import { reporterBrowser, rowsLeft, signIn, type SignedIn } from '../support/visitors'

// Promise 10: two hundred different words, numbers and names, by every field in which somebody can write
// something, and then the database, the blobs, the logs and the temporary files are searched for each.
jest.setTimeout(600_000)

const say = createCanaries()
const began = Date.now()

let site: Site
let clerk: Officer
let principal: Officer
let handler: Officer
let custodian: Officer
let partner: Officer
let supervisor: Officer
let auditor: Officer
const browsers = new Map<Officer, SignedIn>()

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const { own, above } = await moveIn(site)
  clerk = await hire(site, own.id, ['intake'], '王芳')
  principal = await hire(site, own.id, ['principal'], '高立群')
  handler = await hire(site, own.id, ['handler'], '周启明')
  partner = await hire(site, own.id, ['handler'], '李敏')
  custodian = await hire(site, own.id, ['identity'], '沈默')
  auditor = await hire(site, own.id, ['auditor'], '孙审计')
  await hire(site, above.id, ['intake'], '陈雨桐')
  supervisor = await hire(site, above.id, ['supervision'], '罗致远')
  const { db, desks } = site.house
  await db.inTransaction(tx => desks.confirm(tx, clerk.actor, clerk.keys, principal.actor.id))
})
afterAll(() => site.stop())

const as = async (officer: Officer): Promise<SignedIn> => {
  const known = browsers.get(officer)
  if (known !== undefined) return known
  site.clock.pass(1)
  const browser = await signIn(site, officer)
  browsers.set(officer, browser)
  site.clock.pass(1)
  return browser
}
const otp = (officer: Officer): string => {
  site.clock.pass(1)
  return codeOf(site, officer)
}

const officersWrite = async (caseId: CaseId): Promise<void> => {
  const at = `/staff/cases/${caseId}`
  const intake = await as(clerk)
  const list = await intake.open(`${at}?tab=evidence`)
  const file = list.$('.st-evi a').attr('href') ?? ''
  const original = await intake.open(`${file.split('?')[0] ?? ''}/original`)
  const ground = say.reason('reason for the original')
  await intake.submit(original, { reason: ground, otp: otp(clerk) })
  const masking = await intake.open(`${at}/masking`)
  await intake.submit(masking, { words: say.words('masked words') }, { button: '保存遮挡' })
  const worker = await as(handler)
  const talk = await worker.open(`${at}?tab=messages`)
  taken(await worker.submit(talk, { body: say.words('officer message') }, { button: '发送' }))
  const brief = await worker.open(`${at}/brief/edit`)
  const how = { target: say.words('brief target'), how: say.words('brief how') }
  taken(await worker.submit(brief, { ...how, where: say.words('brief where') }))
  const unmask = await worker.open(`${at}/original`)
  const why = { ground: 'check', reason: say.reason('reason to unmask'), otp: otp(handler) }
  taken(await worker.submit(unmask, why))
  const search = await worker.open('/staff/search')
  const form = { form: 'form[action="/staff/search"]' }
  taken(await worker.submit(search, { q: say.words('search') }, form))
}

/** A finding with its facts, and a measure with its receiver, its note and its proof. */
const findOut = async (caseId: CaseId): Promise<void> => {
  const at = `/staff/cases/${caseId}`
  const worker = await as(handler)
  const page = await worker.open(`${at}/findings`)
  const [, violation] = page
    .$('#code_1 option')
    .map((_, one) => page.$(one).attr('value'))
    .get()
  const found = { match: 'partly', code_1: violation ?? '', facts_1: say.words('facts') }
  const asked = page.$('[name=public]').length > 0 ? { public: 'no' } : {}
  const why = { text: say.words('finding'), reason: say.reason('outside the band') }
  const save = { form: `form[action="${at}/findings"]`, button: '保存认定' }
  taken(await worker.submit(page, { ...found, ...asked, ...why }, save))
  const measures = await worker.open(`${at}/measures`)
  const to = { kind: 'tell-department', responsible: handler.actor.id, due: '2026 12 12' }
  const told = { receiver: say.words('receiver'), note: say.words('measure') }
  const form = { form: `form[action="${at}/measures"]` }
  const added = taken(await worker.submit(measures, { ...to, ...told }, form))
  const open = await worker.open(added.$('[data-test=measure] a').first().attr('href') ?? '')
  const proof = { number: say.words('document'), note: say.words('proof') }
  taken(await worker.submit(open, proof, { form: 'main form', button: '登记完成' }))
}

/** Asked for by a handler, turned down by the principal. */
const askForTime = async (caseId: CaseId): Promise<void> => {
  const worker = await as(handler)
  const clocks = await worker.open(`/staff/cases/${caseId}?tab=deadlines`)
  const clock = await worker.click(clocks, '逐日看怎么算的')
  const why = { reason: say.reason('why more time') }
  taken(await worker.submit(clock, why, { form: 'form[action$=extensions]' }))
  const lead = await as(principal)
  const no = { answer: say.reason('why no more time') }
  taken(await lead.submit(await lead.open(clock.path), no, { form: 'form[action$=refuse]' }))
}

const askForIdentity = async (caseId: CaseId): Promise<string> => {
  const worker = await as(handler)
  const ask = await worker.open(`/staff/cases/${caseId}/identity`)
  const typed = { fields: ['name', 'phone'], text: say.reason('why identity'), minutes: '10' }
  const ground = ask.$('[name=ground]').first().attr('value') ?? ''
  const choice = ask.$('[name=ground]').length > 0 ? { ground } : {}
  return taken(await worker.submit(ask, { ...typed, ...choice })).path
}

/** Once sent back with a reason, once agreed to, answered and looked at. */
const releaseIdentity = async (caseId: CaseId): Promise<void> => {
  const lead = await as(principal)
  const to = (path: string, what: string) => ({ form: `form[action="${path}/${what}"]` })
  const refused = await askForIdentity(caseId)
  const no = { reason: say.reason('why sent back') }
  taken(await lead.submit(await lead.open(refused), no, to(refused, 'refuse')))
  const path = await askForIdentity(caseId)
  const keeper = await as(custodian)
  taken(await lead.submit(await lead.open(path), { otp: otp(principal) }, to(path, 'approve')))
  taken(await keeper.submit(await keeper.open(path), { otp: otp(custodian) }, to(path, 'answer')))
  const worker = await as(handler)
  const seen = await worker.submit(await worker.open(path), { otp: otp(handler) }, to(path, 'open'))
  expect(seen.text).toContain(say.all()['name 2'] ?? 'nobody')
}

/** Written by a handler, with the name put in by the desk that alone knows it. */
const sendLetter = async (caseId: CaseId): Promise<void> => {
  const path = `/staff/cases/${caseId}/letters`
  const worker = await as(handler)
  const form = await worker.open(path)
  const body = `{收件人}：${say.words('letter')}，请在收到以后十日内到单位来。`
  const letter = { title: say.words('letter title'), body }
  taken(await worker.submit(form, letter, { form: `form[action="${path}"]` }))
  const keeper = await as(custodian)
  const board = await keeper.open('/staff/letters')
  const open = await keeper.open(board.$('main a[href^="/staff/letters/"]').attr('href') ?? '')
  const merged = await keeper.submit(
    open,
    { otp: otp(custodian) },
    { form: 'form[action$="/merge"]' },
  )
  taken(merged)
}

const writeDown = async (way: 'hotline' | 'visit' | 'letter'): Promise<void> => {
  const clerkHere = await as(clerk)
  const page = await register(clerkHere, way, {
    ...{ name: say.words('sheet target'), text: say.words('sheet text') },
    ...{ when: say.words('sheet when'), period: say.words('sheet period') },
    ...{ department: say.words('sheet department'), bill_number: say.long('sheet bill', 12) },
    ...{ trace_code: say.long('sheet trace', 20), hide: say.words('sheet hide') },
    ...{ told_before: say.words('sheet told'), identity: 'named' },
    ...{ who_name: say.words('sheet name'), who_phone: say.phone('sheet phone') },
    ...{ who_id_type: 'passport', who_id_number: say.passport('sheet id') },
    ...{ who_delivery: 'post', who_address: say.words('sheet address') },
    ...(way === 'letter' ? { reply_address: say.words('sheet reply') } : {}),
  })
  say.code('code that was heard', codeOn(page))
  await finish(clerkHere, page)
  // One that stays unfinished.
  const blank = await clerkHere.open(`/staff/intake/${way}`)
  const half = { name: say.words('half target'), text: say.words('half text') }
  await clerkHere.submit(blank, half, save)
}

const refuseAndObject = async ({ code, caseId }: CanaryReport): Promise<void> => {
  const intake = await as(clerk)
  const form = await intake.open(`/staff/cases/${caseId}/refuse`)
  const ground = form.$('[name=ground]').first().attr('value') ?? ''
  taken(await intake.submit(form, { ground, reason: say.reason('reason of refusal') }))
  const browser = reporterBrowser(site)
  await comeBack(browser, code)
  const at = (path: string) => ({ form: `form[action="${path}"]` })
  const text = { text: say.reason('objection') }
  taken(
    await browser.submit(await browser.open('/follow/objection'), text, at('/follow/objection')),
  )
  const hurt = {
    ...{ text: say.words('hurt'), when: say.words('hurt when'), reach: say.words('reach') },
  }
  const call = at('/follow/retaliation')
  taken(await browser.submit(await browser.open('/follow/retaliation'), hurt, call))
  const above = await as(supervisor)
  for (const words of ['有异议', '受到报复']) {
    const page = await above.click(await above.open('/staff/supervise'), words)
    const reply = { body: say.words('answer from above') }
    taken(await above.submit(page, reply, { form: '.st-reply' }))
  }
  const open = await above.click(await above.open('/staff/supervise'), '受到报复')
  const done = { done: say.words('done from above') }
  taken(await above.submit(open, done, { button: '登记' }))
}

const exportTheRecord = async (): Promise<void> => {
  const browser = await as(auditor)
  const page = await browser.open('/staff/audit/export')
  const made = await browser.submit(page, { reason: say.reason('export'), otp: otp(auditor) })
  taken(made)
  taken(await browser.click(made, '下载'))
}

it('is told two hundred different things', async () => {
  const sent: CanaryReport[] = []
  for (let count = 0; count < 7; count += 1) sent.push(await reportCanaries(site, say))
  const [first, second, third, fourth] = sent
  if (!first || !second || !third || !fourth) throw new Error('four reports')
  for (const { caseId } of [first, second]) await giveCase(site, clerk, caseId, [handler, partner])
  await officersWrite(first.caseId)
  await askForTime(first.caseId)
  await officersWrite(second.caseId)
  await findOut(first.caseId)
  await releaseIdentity(first.caseId)
  await sendLetter(second.caseId)
  for (const way of ['hotline', 'visit', 'letter'] as const) await writeDown(way)
  await refuseAndObject(third)
  await refuseAndObject(fourth)
  await leaveDrafts(site, say)
  await exportTheRecord()

  expect(say.count()).toBeGreaterThanOrEqual(200)
})

it('has left one row of the record for each thing that was done', () => {
  const several = [...rowsLeft].filter(([, counts]) => Math.max(...counts) > 1)

  expect(rowsLeft.size).toBeGreaterThan(20)
  expect(Object.fromEntries(several.map(([address, counts]) => [address, [...counts]]))).toEqual({
    // What was written, and the files beside it.
    '/follow/evidence': [2],
    // The decision, and the message that tells the reporter.
    '/staff/cases/:id/refuse': [2],
  })
})

it('finds what it looks for: what is clear by design', async () => {
  const tables = await dumpTables(site)
  expect(findTraces(tables, { person: '周启明' })).not.toEqual([])
  expect(tables.length).toBeGreaterThan(60)
})

it('has none of them in any table, blob or temporary file', async () => {
  const places = [...(await dumpTables(site)), ...dumpFolder(site.dataDir), ...dumpTemporary(began)]
  expect(findTraces(places, say.all())).toEqual([])
})

it('nor in a log', () => {
  const lines = site.logLines.join('\n')
  expect(site.logLines.length).toBeGreaterThan(200)
  expect(findTraces([{ place: 'log', bytes: Buffer.from(lines) }], say.all())).toEqual([])
})

it('knows every field in which somebody can write: a new one is sown, or says why not', () => {
  const declared = declaredFields()
  const known = new Set([...sownFields, ...Object.keys(clearByDesign)])

  expect(declared.length).toBeGreaterThan(60)
  expect([...new Set(declared)].filter(name => !known.has(name))).toEqual([])
})
