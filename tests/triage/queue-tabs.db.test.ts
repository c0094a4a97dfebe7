import { isOpen, type CaseState } from '../../src/cases'
import type { OrganisationId } from '../../src/vocabulary/ids'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

/** Monday; two working days ahead is Wednesday 25 November. */
const TODAY = '2026-11-23'
const SOON = '2026-11-25'

let site: Site
let own: OrganisationId
let intake: Officer
let principal: Officer
let handler: Officer

type Row = {
  readonly id: string
  readonly state: CaseState
  readonly due: string
  readonly unread: number
  readonly asked: boolean
  readonly pending: number
  readonly handled: boolean
  /** The principal must keep away from it. */
  readonly hidden: boolean
}

const states: readonly CaseState[] = ['received', 'accepted', 'checking', 'refused', 'closed']
const days = ['2026-11-20', TODAY, '2026-11-24', SOON, '2026-11-26', '2026-12-30', 'infinity']

/** The same figures in every run. */
const pick = (n: number, salt: number, many: number): number =>
  Math.floor(((Math.imul(n + 1, 2_654_435_761 + salt * 40_503) >>> 0) / 2 ** 32) * many)

const rows: readonly Row[] = Array.from({ length: 400 }, (_, n) => ({
  id: `00000000-0000-4000-8000-${n.toString().padStart(12, '0')}`,
  state: states[pick(n, 1, states.length)] ?? 'received',
  due: days[pick(n, 2, days.length)] ?? TODAY,
  unread: pick(n, 3, 4) === 0 ? 1 : 0,
  asked: pick(n, 4, 3) === 0,
  pending: pick(n, 5, 5) === 0 ? 1 : 0,
  handled: pick(n, 6, 2) === 0,
  hidden: pick(n, 7, 6) === 0,
}))

beforeAll(async () => {
  site = await openSite({ now: `${TODAY}T02:00:00Z` })
  own = (await moveIn(site)).own.id
  intake = await hire(site, own, ['intake'], '王芳')
  principal = await hire(site, own, ['principal'], '赵负责')
  handler = await hire(site, own, ['handler'], '周启明')
  await site.tables('cases').insert(
    rows.map((row, n) => ({
      id: row.id,
      organisation_id: own,
      year: 2026,
      serial: n + 1,
      state: row.state,
      is_open: isOpen(row.state),
      source: 'web',
      region_code: '330102',
      target_kind: 'hospital',
      behaviour: 'A1',
      behaviours: ['A1'],
      received_on: TODAY,
      next_due_on: row.due,
      unread: row.unread,
      awaits_reporter: row.asked,
      pending_approvals: row.pending,
      handlers: row.handled ? 2 : 0,
      sealed_title: Buffer.alloc(1),
    })),
  )
  const officer = (row: Row) => ({
    ...{ case_id: row.id, staff_id: handler.actor.id, number: 1 },
    ...{ handling: true, since: new Date() },
  })
  await site.tables('case_officers').insert(rows.filter(({ handled }) => handled).map(officer))
  const exclusion = (row: Row) => ({
    ...{ case_id: row.id, staff_id: principal.actor.id, organisation_id: own },
    ...{ ground: 'relative', set_by: intake.actor.id, set_at: new Date() },
  })
  await site.tables('case_exclusions').insert(rows.filter(({ hidden }) => hidden).map(exclusion))
})
afterAll(() => site.stop())

const tabs: Readonly<Record<string, (row: Row) => boolean>> = {
  '?view=all': () => true,
  '?view=new': ({ state }) => state === 'received',
  '?view=unassigned': ({ handled }) => !handled,
  '?view=due': ({ due }) => due >= TODAY && due <= SOON,
  '?view=overdue': ({ due }) => due < TODAY,
  '?view=waiting': ({ asked }) => asked,
  '?view=new-messages': ({ unread }) => unread > 0,
}

const naive = (mine: (row: Row) => boolean, tab: (row: Row) => boolean): number =>
  rows.filter(row => isOpen(row.state) && mine(row) && tab(row)).length

const counted = async (visitor: SignedIn, address: string) => {
  const page = await visitor.open(`/staff/queue${address}`)
  const current = page.$('#views [aria-current] .st-count').text()
  const [, listed] = /共 (\S+) 件/.exec(page.$('[role=status]').first().text()) ?? []
  return { current: Number(current), listed: Number(listed) }
}

it('each tab counts and lists what a naive count finds; who must keep away is in no number', async () => {
  const desk = await signIn(site, intake)
  const boss = await signIn(site, principal)
  expect(
    naive(
      ({ hidden }) => hidden,
      () => true,
    ),
  ).toBeGreaterThan(20)
  for (const [address, tab] of Object.entries(tabs)) {
    const all = naive(() => true, tab)
    expect([address, await counted(desk, address)]).toEqual([
      address,
      { current: all, listed: all },
    ])
    const seen = naive(({ hidden }) => !hidden, tab)
    expect([address, await counted(boss, address)]).toEqual([
      address,
      { current: seen, listed: seen },
    ])
  }
  const waiting = naive(
    ({ hidden }) => !hidden,
    ({ pending }) => pending > 0,
  )
  expect(await counted(boss, '?view=approval')).toEqual({ current: waiting, listed: waiting })
  // What somebody asked for themselves is not theirs to approve.
  const asked = rows.find(({ pending, hidden, state }) => pending > 0 && !hidden && isOpen(state))
  await site.tables('case_proposals').insert({
    ...{ id: asked?.id, case_id: asked?.id, organisation_id: own, action: 'suspend' },
    ...{ from_state: asked?.state, seen: 'none', asked_by: principal.actor.id },
    ...{ asked_at: new Date(), sealed_reason: Buffer.alloc(1), state: 'asked' },
  })
  expect((await counted(boss, '?view=approval')).listed).toBe(waiting - 1)
  expect((await desk.open('/staff/queue')).$('#views').text()).not.toContain('待我审批')
})

it('a handler counts what is his, and has no tab of what nobody gave him', async () => {
  const visitor = await signIn(site, handler)
  for (const view of ['mine', 'due', 'overdue', 'waiting', 'new-messages']) {
    const count = naive(({ handled }) => handled, tabs[`?view=${view}`] ?? (() => true))
    expect([view, await counted(visitor, `?view=${view}`)]).toEqual([
      view,
      { current: count, listed: count },
    ])
  }
  const page = await visitor.open('/staff/queue')
  expect(page.$('#views').text()).not.toMatch(/新到|待分派|待我审批/)
})

it('each tab is answered by an index of its own', async () => {
  await site.tables.raw('ANALYZE cases')
  for (const [clause, index] of [
    ["state = 'received'", 'cases_new'],
    ['awaits_reporter', 'cases_waiting'],
    ['pending_approvals > 0', 'cases_for_approval'],
  ] as const) {
    const plan = await site.tables.transaction(async trx => {
      await trx.raw(
        'SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off',
      )
      const { rows: lines } = await trx.raw<{ rows: { 'QUERY PLAN': string }[] }>(
        `EXPLAIN SELECT id FROM cases WHERE organisation_id = ? AND is_open AND ${clause}
         ORDER BY next_due_on, arrival LIMIT 25`,
        [own],
      )
      return lines.map(line => line['QUERY PLAN']).join('\n')
    })
    expect(plan).toContain(index)
  }
})
