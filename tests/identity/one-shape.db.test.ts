import { createIdentities } from '../../src/identity'
import type { CaseId } from '../../src/vocabulary/ids'
import {
  answered,
  freshCode,
  openThree,
  reportAndGive,
  signInAll,
  step,
  words,
  type Sides,
  type Three,
} from '../release/desk-of-three'
import { giveCase } from '../support/cases'
import { finish, register } from '../support/counter'
import { comeBack } from '../support/following'
import { lastCaseId } from '../support/refusing'
import { fillReport, readReceipt } from '../support/reporting'
import { tracesOf } from '../support/shape-of-rows'
import { reporterBrowser, signIn, type SignedIn } from '../support/visitors'

/**
 * Whoever has dumps of the database, from before and after anything that happens to a report, learns from none of
 * them whether it is anonymous, has a claim word or a name: the same rows, the same columns filled, sealed bytes of
 * the same length, the same clear values.
 */
const kinds = ['anon', 'anon-claim', 'named'] as const
type Kind = (typeof kinds)[number]

let three: Three
let sides: Sides
let clerk: SignedIn

beforeAll(async () => {
  three = await openThree()
  sides = await signInAll(three)
  clerk = await signIn(three.site, three.clerk)
  // The first of all begins counters, the chain of the reporters' deeds, and the search.
  const { caseId } = await reportAndGive(three)
  for (const officer of [clerk, sides.handler]) await officer.open(`/staff/cases/${caseId}`)
})
afterAll(() => three.site.stop())

/** What it leaves for each kind, the anonymous one first. */
const tracesOfEach = async (happens: (kind: Kind) => Promise<unknown>) => {
  const anonymous = await tracesOf(three.site, () => happens('anon'))
  const others = []
  for (const kind of ['anon-claim', 'named'] as const)
    others.push(await tracesOf(three.site, () => happens(kind)))
  return { tables: Object.keys(anonymous), others, same: [anonymous, anonymous] }
}

/** Words of one length of which no two pairs are alike: each report has as many for the search. */
let place = 0
const freshText = (): string => {
  place += 1
  return String.fromCodePoint(...Array.from({ length: 24 }, (_, at) => 0x4e00 + place * 40 + at))
}

const who = {
  // As long as they may be, and of signs that take four bytes each.
  name: '𠮷'.repeat(60),
  phone: words.phone,
  id_type: 'id-card',
  id_number: words.idNumber,
  delivery: 'post',
  address: '𠮷'.repeat(200),
}

const sent = new Map<Kind, { readonly code: string; readonly caseId: CaseId }>()
const caseOf = (kind: Kind): CaseId => {
  const found = sent.get(kind)
  if (found === undefined) throw new Error('not sent yet')
  return found.caseId
}

describe('a report on the web', () => {
  it('leaves the same while it is written and when it is sent', async () => {
    const open = new Map<Kind, () => Promise<void>>()
    const left = await tracesOfEach(async kind => {
      const browser = reporterBrowser(three.site)
      const what = { text: freshText() }
      const check = await fillReport(browser, { identity: kind, named: who, what })
      open.set(kind, async () => {
        const page = await browser.submit(check, { truth: 'yes' }, { button: '提交举报' })
        const { code } = readReceipt(page)
        sent.set(kind, { code, caseId: await lastCaseId(three.site) })
      })
    })
    expect(left.others).toEqual(left.same)
    expect(left.tables).toEqual(expect.arrayContaining(['drafts', 'sessions']))
    const sending = await tracesOfEach(async kind => open.get(kind)?.())
    expect(sending.others).toEqual(sending.same)
    expect(sending.tables).toEqual(
      expect.arrayContaining([
        'cases',
        'reports',
        'report_identities',
        'identity_seals',
        'case_seals',
        'audit_entries',
      ]),
    )
  })

  it('is opened, given, searched and looked at by officers alike', async () => {
    const left = await tracesOfEach(async kind => {
      await giveCase(three.site, three.clerk, caseOf(kind), [three.handler, three.second])
      await clerk.open(`/staff/cases/${caseOf(kind)}`)
      await sides.handler.open(`/staff/cases/${caseOf(kind)}`)
    })
    expect(left.others).toEqual(left.same)
    expect(left.tables).toEqual(expect.arrayContaining(['cases', 'case_officers', 'audit_entries']))
  })

  it('runs the same clocks: filed, and the day by which the reporter is told', async () => {
    const { house } = three.site
    const told = { action: 'tell' } as const
    const reason = '材料已经逐项核对，事实清楚，同意立案，特此说明理由。'
    const left = await tracesOfEach(async kind => {
      const caseId = caseOf(kind)
      const asker = { actor: three.handler.actor, keys: three.handler.keys, caseId }
      const principal = { actor: three.principal.actor, keys: three.principal.keys }
      const { db, proceedings } = house
      await db.inTransaction(tx => proceedings.propose(tx, asker, { action: 'file', reason }))
      const [id] = await three.site
        .tables('case_proposals')
        .where({ case_id: caseId, state: 'asked' })
        .pluck<string[]>('id')
      await db.inTransaction(tx => proceedings.approve(tx, principal, id ?? ''))
      const clocks = three.site.tables('deadlines').where({ case_id: caseId })
      expect(await clocks.clone().pluck('rule_code')).toContain('RN_NOTIFY')
      await db.inTransaction(tx => proceedings.take(tx, asker, told))
      expect(await clocks.clone().where({ rule_code: 'RN_NOTIFY' }).pluck('done_on')).toEqual([
        '2026-11-23',
      ])
    })
    expect(left.others).toEqual(left.same)
    expect(left.tables).toEqual(
      expect.arrayContaining(['deadlines', 'case_decisions', 'case_proposals']),
    )
  })

  it('is asked about and answered: the request, what is given, every look', async () => {
    const left = await tracesOfEach(async kind => {
      const fields = ['name', 'phone', 'id-number', 'address']
      const path = await answered(three, sides, caseOf(kind), { fields })
      await step(sides.handler, path, 'open', { otp: freshCode(three.site, three.handler) })
    })
    expect(left.others).toEqual(left.same)
    expect(left.tables).toEqual(
      expect.arrayContaining(['identity_requests', 'identity_request_seals', 'identity_releases']),
    )
  })

  it('is written to: handed over, merged, looked at, closed', async () => {
    const letter = { title: '关于您反映事项的告知', body: '{收件人}：\n已经收到。请{收件人}放心。' }
    const left = await tracesOfEach(async kind => {
      const form = await sides.handler.open(`/staff/cases/${caseOf(kind)}/letters`)
      const { path } = await sides.handler.submit(form, letter)
      const at = (act: string) => ({ form: `form[action="${path}/${act}"]` })
      const otp = freshCode(three.site, three.custodian)
      const asked = await sides.custodian.open(path)
      const paper = await sides.custodian.submit(asked, { otp }, at('merge'))
      if (kind === 'named') {
        const served = { on: '2026 11 23', way: 'post' }
        await sides.custodian.submit(await sides.custodian.open(path), served, at('served'))
      } else {
        await sides.custodian.submit(paper, {}, at('nobody'))
      }
    })
    expect(left.others).toEqual(left.same)
    expect(left.tables).toEqual(
      expect.arrayContaining(['identity_letters', 'identity_letter_seals']),
    )
  })

  it('changes alike: a name given later, a consent or a wish taken back', async () => {
    const open = new Map<Kind, () => Promise<unknown>>()
    for (const kind of kinds) {
      const browser = reporterBrowser(three.site)
      await comeBack(browser, sent.get(kind)?.code ?? '')
      const path = kind === 'anon' ? '/follow/identity' : '/follow/withdraw'
      const change = kind === 'named' ? 'reward-withdrawn' : 'contact-withdrawn'
      const page = await browser.open(path)
      const typed = kind === 'anon' ? who : { change }
      open.set(kind, () => browser.submit(page, typed, { form: `form[action="${path}"]` }))
    }
    const left = await tracesOfEach(async kind => open.get(kind)?.())
    expect(left.others).toEqual(left.same)
    expect(left.tables).toEqual(
      expect.arrayContaining(['report_amendments', 'report_identities', 'cases', 'audit_entries']),
    )
  })
})

describe.each(['hotline', 'visit', 'letter'] as const)('taken down by an officer: %s', channel => {
  it('leaves the same', async () => {
    const left = await tracesOfEach(async kind => {
      const word = '外婆家的枣树有两个人高'
      const claim = kind === 'anon-claim' ? { word, word2: word } : {}
      const name = Object.fromEntries(
        Object.entries(who).map(([key, text]) => [`who_${key}`, text]),
      )
      const page = await register(clerk, channel, {
        ...{ identity: kind, text: freshText(), ...claim, ...(kind === 'named' ? name : {}) },
        ...(channel === 'letter' ? { reply_address: '示范市青瓦巷 7 号' } : {}),
      })
      expect(page.status).toBe(200)
      await finish(clerk, page)
    })
    expect(left.others).toEqual(left.same)
    expect(left.tables).toEqual(
      expect.arrayContaining(['cases', 'reports', 'report_identities', 'identity_seals']),
    )
  })
})

it('a report from before every one had its row gets it, and the name of a named one stays', async () => {
  const { site, custodian } = three
  const { db, identities, cases, desks } = site.house
  const named = caseOf('named')
  const of = async (caseId: CaseId) =>
    (await site.tables('reports').where({ case_id: caseId }).pluck<never[]>('id'))[0] as never
  const [plain, kept] = [await of(caseOf('anon-claim')), await of(named)]
  for (const table of ['identity_seals', 'report_identities'])
    await site.tables(table).where({ report_id: plain }).delete()
  await site.tables('reports').where({ id: kept }).update({ sealed_claim: null })

  for (let again = 0; again < 2; again += 1) {
    await db.inTransaction(tx => identities.fillIn(tx))
    await db.inTransaction(tx => cases.fillClaims(tx))
  }

  const seen = await db.inTransaction(async tx => {
    const holders = await desks.holdersOf(tx, custodian.keys)
    return [await identities.see(tx, holders, plain), await identities.see(tx, holders, kept)]
  })
  expect(seen).toMatchObject([{ kind: 'none' }, { kind: 'named', identity: { name: who.name } }])
  const claims = await site.tables('reports').pluck<(Buffer | null)[]>('sealed_claim')
  expect(new Set(claims.map(claim => claim?.length)).size).toBe(1)
  const seals = await site
    .tables('identity_seals')
    .select('report_id')
    .groupBy('report_id')
    .count({ n: '*' })
  expect(seals).toHaveLength((await site.tables('reports')).length)
  expect(new Set(seals.map(({ n }) => n))).toEqual(new Set([2]))
})

it('a name that the reporter gives while the rows of before are made stays', async () => {
  const { site, custodian } = three
  const { house } = site
  const { code, caseId } = await reportAndGive(three, { identity: 'anon' })
  const [report] = await site.tables('reports').where({ case_id: caseId }).pluck<never[]>('id')
  for (const table of ['identity_seals', 'report_identities'])
    await site
      .tables(table)
      .where({ report_id: report as never })
      .delete()
  const browser = reporterBrowser(site)
  await comeBack(browser, code)
  const nearestWith: typeof house.desks.nearestWith = async (...asked) => {
    // Found without a row, and here comes the reporter.
    const page = await browser.open('/follow/identity')
    const given = await browser.submit(page, who, { form: 'form[action="/follow/identity"]' })
    expect(given.status).toBe(200)
    return house.desks.nearestWith(...asked)
  }
  const identities = createIdentities({ ...house, desks: { ...house.desks, nearestWith } })
  await house.db.inTransaction(tx => identities.fillIn(tx))

  const seen = await house.db.inTransaction(async tx =>
    identities.see(tx, await house.desks.holdersOf(tx, custodian.keys), report as never),
  )
  expect(seen).toMatchObject({ kind: 'named', identity: { name: who.name } })
})
