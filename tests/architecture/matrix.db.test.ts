import { duties, type Duty } from '../../src/vocabulary/duty'
import type { CaseId, EvidenceId } from '../../src/vocabulary/ids'
import { giveCase } from '../support/cases'
import { createClient } from '../support/client'
import { jpegWithGps, pdfWithPages } from '../support/fixtures'
import { hire, moveIn, type Officer } from '../support/people'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn, type SignedIn } from '../support/visitors'

// Promise 14: every route x every duty x {own case, a colleague's, another body's}, as a table written by
// hand. A route without a line fails; so does a line without a route.

const desk = ['intake', 'principal'] as const
const casework = ['intake', 'principal', 'handler'] as const
const admins = ['system-admin', 'security-admin'] as const
const keyed = [
  ...['intake', 'principal', 'legal', 'identity'],
  ...['supervision', 'finance-approver', 'payer'],
] as const

/** `own`: what the allowed get. Everybody else gets 403, or 404 where a case is none of theirs. */
type Line = { readonly who: readonly string[]; readonly own: number }

const table: Readonly<Record<string, Line>> = {
  'get /staff': { who: duties, own: 200 },
  'post /staff/stay': { who: duties, own: 204 },
  'get /staff/desks': { who: duties, own: 200 },
  // One's own account: tests/accounts/recovery-codes.pages.db.test.ts shows that it is never another's.
  'get /staff/me': { who: duties, own: 200 },
  'get /staff/me/codes': { who: duties, own: 200 },
  'post /staff/me/codes': { who: duties, own: 422 },
  // Nothing waits to be written down: it leads on, and nothing has happened.
  'post /staff/me/codes/noted': { who: duties, own: 303 },
  // One's own as well: tests/accounts/passkeys.pages.db.test.ts. Who has no passkey is asked nothing.
  'post /staff/passkey': { who: duties, own: 404 },
  'get /staff/me/passkeys': { who: duties, own: 200 },
  'post /staff/me/passkeys': { who: duties, own: 422 },
  'get /staff/me/passkeys/new': { who: duties, own: 303 },
  'post /staff/me/passkeys/new': { who: duties, own: 303 },
  'get /staff/me/passkeys/:passkeyId/remove': { who: duties, own: 303 },
  'post /staff/me/passkeys/:passkeyId/remove': { who: duties, own: 303 },
  'get /staff/queue': { who: casework, own: 200 },
  // What reporters of the bodies below laid before one's own: tests/supervision/protection.pages.db.test.ts.
  'get /staff/supervise': { who: ['supervision'], own: 200 },
  'get /staff/supervise/:appealId': { who: ['supervision'], own: 404 },
  'post /staff/supervise/:appealId/answers': { who: ['supervision'], own: 404 },
  'post /staff/supervise/:appealId/acted': { who: ['supervision'], own: 404 },
  'get /staff/search': { who: casework, own: 200 },
  'get /staff/cases/:caseId': { who: casework, own: 200 },
  'get /staff/cases/:caseId/brief/edit': { who: casework, own: 200 },
  'get /staff/cases/:caseId/evidence/:evidenceId': { who: casework, own: 200 },
  'get /staff/cases/:caseId/evidence/:evidenceId/content': { who: casework, own: 200 },
  'get /staff/cases/:caseId/evidence/:evidenceId/pages/:page': { who: casework, own: 200 },
  'get /staff/cases/:caseId/evidence/:evidenceId/original': { who: desk, own: 200 },
  'get /staff/cases/:caseId/refuse': { who: desk, own: 200 },
  'get /staff/cases/:caseId/assign': { who: desk, own: 200 },
  // Forms are sent empty: who may send them is told what is missing.
  'post /staff/search': { who: casework, own: 422 },
  'post /staff/cases/:caseId/messages': { who: casework, own: 422 },
  'post /staff/cases/:caseId/brief': { who: casework, own: 422 },
  'post /staff/cases/:caseId/refuse': { who: desk, own: 422 },
  'post /staff/cases/:caseId/assign': { who: desk, own: 422 },
  'post /staff/cases/:caseId/evidence/:evidenceId/original': { who: desk, own: 422 },
  'get /staff/cases/:caseId/original': { who: casework, own: 200 },
  'post /staff/cases/:caseId/original': { who: casework, own: 422 },
  // Nothing is open: it leads back, and nothing has happened.
  'post /staff/cases/:caseId/original/close': { who: casework, own: 303 },
  'get /staff/cases/:caseId/masking': { who: desk, own: 200 },
  // Without saying which setting was seen, it is too late.
  'post /staff/cases/:caseId/masking': { who: desk, own: 409 },
  // Without saying which state of the case was seen, it is too late for a decision.
  'post /staff/cases/:caseId/accept': { who: desk, own: 409 },
  'post /staff/desks/confirm': { who: keyed, own: 422 },
  // Numbers and days of the own body only; nothing here names a case by its id.
  'get /staff/admin/retention': { who: ['principal', 'security-admin', 'auditor'], own: 200 },
  // Sent empty: what was seen is not what there is.
  'post /staff/admin/retention': { who: ['principal', 'security-admin'], own: 409 },
  'get /staff/admin/retention/holds': { who: ['principal'], own: 200 },
  'post /staff/admin/retention/holds': { who: ['principal'], own: 422 },
  'get /staff/rotation': { who: [...keyed, 'security-admin'], own: 200 },
  'post /staff/rotation/start': { who: [...keyed, 'security-admin'], own: 422 },
  'post /staff/rotation/reseal': { who: keyed, own: 422 },
  'post /staff/rotation/finish': { who: keyed, own: 422 },
  // Nobody has the id that is asked for: tests/staffing has duties, bodies and states.
  'get /staff/admin/users': { who: admins, own: 200 },
  'get /staff/admin/users/new': { who: ['system-admin'], own: 200 },
  'post /staff/admin/users/new': { who: ['system-admin'], own: 422 },
  'get /staff/admin/users/:staffId': { who: admins, own: 404 },
  'post /staff/admin/users/:staffId/duties': { who: ['system-admin'], own: 404 },
  'post /staff/admin/users/:staffId/invitation': { who: ['system-admin'], own: 404 },
  'get /staff/admin/users/:staffId/disable': { who: admins, own: 404 },
  'post /staff/admin/users/:staffId/disable': { who: admins, own: 404 },
  'get /staff/admin/changes': { who: ['security-admin'], own: 200 },
  'get /staff/admin/changes/:changeId': { who: ['security-admin'], own: 404 },
  'post /staff/admin/changes/:changeId': { who: ['security-admin'], own: 404 },
  'get /staff/admin/orgs': { who: ['system-admin'], own: 200 },
  'get /staff/admin/orgs/new': { who: ['system-admin'], own: 200 },
  // Without saying under which body, there is none.
  'post /staff/admin/orgs/new': { who: ['system-admin'], own: 404 },
  'get /staff/admin/orgs/:organisationId': { who: ['system-admin'], own: 404 },
  'post /staff/admin/orgs/:organisationId/rename': { who: ['system-admin'], own: 404 },
  'post /staff/admin/orgs/:organisationId/move': { who: ['system-admin'], own: 404 },
  'get /staff/admin/roles': { who: [...admins, 'auditor'], own: 200 },
  'get /staff/admin/review': { who: ['security-admin'], own: 200 },
  'post /staff/admin/review': { who: ['security-admin'], own: 422 },
  // People are left to be looked at.
  'post /staff/admin/review/finish': { who: ['security-admin'], own: 409 },
  'get /staff/handover': { who: desk, own: 200 },
  'get /staff/handover/:staffId': { who: desk, own: 404 },
  'post /staff/handover/:staffId': { who: desk, own: 404 },
  'get /staff/substitutes': { who: desk, own: 200 },
  'get /staff/substitutes/new': { who: desk, own: 200 },
  'post /staff/substitutes/new': { who: desk, own: 422 },
  'post /staff/substitutes/:substituteId/give': { who: desk, own: 404 },
  'post /staff/substitutes/:substituteId/end': { who: desk, own: 404 },
  'get /staff/cases/:caseId/identity': { who: casework, own: 200 },
  'post /staff/cases/:caseId/identity': { who: casework, own: 422 },
  'get /staff/cases/:caseId/letters': { who: casework, own: 200 },
  'post /staff/cases/:caseId/letters': { who: casework, own: 422 },
  'get /staff/letters': { who: [...casework, 'identity'], own: 200 },
  'get /staff/unmask': { who: [...casework, 'identity'], own: 200 },
  'get /staff/cases/:caseId/sheet': { who: casework, own: 200 },
  'get /staff/audit': { who: ['auditor'], own: 200 },
  'get /staff/audit/state': { who: ['auditor'], own: 200 },
  'post /staff/audit/check': { who: ['auditor'], own: 303 },
  'get /staff/audit/identity': { who: ['auditor'], own: 200 },
  'get /staff/audit/export': { who: ['auditor'], own: 200 },
  'post /staff/audit/export': { who: ['auditor'], own: 422 },
  // No entry and no export has the id that is asked for: tests/auditing.
  'get /staff/audit/exports/:exportId': { who: ['auditor'], own: 404 },
  'get /staff/audit/exports/:exportId/file': { who: ['auditor'], own: 404 },
  'get /staff/audit/:entryId': { who: ['auditor'], own: 404 },
  'get /staff/intake/hotline': { who: ['intake'], own: 200 },
  'get /staff/intake/visit': { who: ['intake'], own: 200 },
  'get /staff/intake/letter': { who: ['intake'], own: 200 },
  // An empty sheet is kept as unfinished: a call may drop before a word was written.
  'post /staff/intake/hotline': { who: ['intake'], own: 303 },
  'post /staff/intake/visit': { who: ['intake'], own: 303 },
  'post /staff/intake/letter': { who: ['intake'], own: 303 },
}

/** An officer's own unfinished sheets: tests/reception/sheet.pages.db.test.ts. */
const sheets = [
  'get /staff/intake/sheets/:sheetId/check',
  'get /staff/intake/sheets/:sheetId/code',
  'get /staff/intake/sheets/:sheetId/receipt',
  'post /staff/intake/sheets/:sheetId/check',
  'post /staff/intake/sheets/:sheetId/code',
  'post /staff/intake/sheets/:sheetId/drop',
]

/** One list, one hold: tests/retention/lists.pages.db.test.ts has duties, bodies and states. */
const lists = [
  'get /staff/admin/retention/:runId',
  'get /staff/admin/retention/:runId/certificate',
  'post /staff/admin/retention/:runId/approve',
  'post /staff/admin/retention/:runId/reject',
  'get /staff/admin/retention/holds/:holdId',
  'post /staff/admin/retention/holds/:holdId',
]

/** One request, three parts in it: tests/release/parts.pages.db.test.ts, refused.pages.db.test.ts. */
const requests = [
  'get /staff/unmask/:requestId',
  'get /staff/unmask/:requestId/identity',
  'post /staff/unmask/:requestId/approve',
  'post /staff/unmask/:requestId/answer',
  'post /staff/unmask/:requestId/open',
  'post /staff/unmask/:requestId/refuse',
  'post /staff/unmask/:requestId/withdraw',
  // One letter: tests/serving/letters.pages.db.test.ts.
  'get /staff/letters/:letterId',
  'get /staff/letters/:letterId/paper',
  'post /staff/letters/:letterId/merge',
  'post /staff/letters/:letterId/nobody',
  'post /staff/letters/:letterId/return',
  'post /staff/letters/:letterId/served',
  'post /staff/letters/:letterId/withdraw',
]

/** The entrance: for who is signed in, these pages lead on, and their forms are none of theirs. */
const entrance: Readonly<Record<string, number>> = {
  'get /': 303,
  'get /staff/login': 303,
  'get /staff/login/otp': 303,
  // No link has that token; and whoever is signed in uses none up.
  'get /staff/login/invitation/:token': 409,
  'post /staff/login/invitation/:token': 303,
  'get /staff/login/enrol': 303,
  'get /staff/login/enrol/qr.svg': 303,
  'post /staff/login': 422,
  'post /staff/login/otp': 303,
  'post /staff/login/enrol': 303,
  'post /staff/login/passkey': 303,
}
/** Ends the visit: tests/accounts/staff-sessions.pages.db.test.ts. */
const leaving = ['post /staff/logout']

type Target = {
  readonly caseId: CaseId
  readonly photo: EvidenceId
  readonly list: EvidenceId
}
type Situation = 'own' | 'colleague' | 'elsewhere'

let site: Site
let people: ReadonlyMap<Duty, SignedIn>
let targets: Readonly<Record<Situation, Target>>

const lastCase = async (): Promise<Target> => {
  const { id } = (await site
    .tables('cases')
    .orderBy('arrival', 'desc')
    .first<{ id: CaseId } | undefined>('id')) ?? { id: '' as CaseId }
  const [photo, list] = await site
    .tables('evidence_files')
    .where({ case_id: id })
    .orderBy('arrival')
    .pluck<EvidenceId[]>('id')
  if (photo === undefined || list === undefined) throw new Error('two files')
  return { caseId: id, photo, list }
}

const report = async (about_body: 'yes' | 'no'): Promise<Target> => {
  const files = [
    { name: '照片.jpg', content: await jpegWithGps() },
    { name: '清单.pdf', content: pdfWithPages(1) },
  ]
  const subject = { choice: 'unknown', about_body }
  await sendReport(reporterBrowser(site), { subject, files })
  return lastCase()
}

const hireAll = async (): Promise<ReadonlyMap<Duty, Officer>> => {
  const { own, above } = await moveIn(site)
  const officers = new Map<Duty, Officer>()
  for (const duty of duties) officers.set(duty, await hire(site, own.id, [duty]))
  await hire(site, above.id, ['intake'])
  return officers
}

const officer = (officers: ReadonlyMap<Duty, Officer>, duty: Duty): Officer => {
  const found = officers.get(duty)
  if (found === undefined) throw new Error(duty)
  return found
}

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
  const officers = await hireAll()
  const [intake, principal] = [officer(officers, 'intake'), officer(officers, 'principal')]
  const { db, desks } = site.house
  await db.inTransaction(tx => desks.confirm(tx, intake.actor, intake.keys, principal.actor.id))
  targets = {
    own: await report('no'),
    colleague: await report('no'),
    elsewhere: await report('yes'),
  }
  const handler = officer(officers, 'handler')
  const second = await hire(site, intake.actor.organisationId, ['handler'])
  const third = await hire(site, intake.actor.organisationId, ['handler'])
  await giveCase(site, intake, targets.own.caseId, [handler, second])
  await giveCase(site, intake, targets.colleague.caseId, [second, third])
  const signed = new Map<Duty, SignedIn>()
  for (const [duty, person] of officers) signed.set(duty, await signIn(site, person))
  people = signed
}, 120_000)
afterAll(() => site.stop())

const doorOf = ({ method, path }: { readonly method: string; readonly path: string }) =>
  `${method} ${path}`

const ask = async (door: string, duty: Duty, target: Target): Promise<number> => {
  const [method, pattern = ''] = door.split(' ')
  const path = pattern
    .replace(':caseId', target.caseId)
    .replace(':evidenceId', pattern.includes('/pages/') ? target.list : target.photo)
    .replace(':page', '1.png')
    .replace(/:\w+Id/g, '00000000-0000-4000-8000-000000000000')
  const person = people.get(duty)
  if (person === undefined) throw new Error(duty)
  const _csrf = person.home.$('form [name=_csrf]').first().attr('value') ?? ''
  // Past the watch over the record: a form that only leads on has done nothing.
  const browser = createClient({ url: site.staffUrl })
  for (const [name, value] of person.cookies) browser.cookies.set(name, value)
  const answer = method === 'get' ? await browser.open(path) : await browser.send(path, { _csrf })
  return answer.steps[0]?.status ?? answer.status
}

const expected = ({ who, own }: Line, door: string, duty: Duty, where: Situation): number => {
  if (!who.includes(duty)) return 403
  if (!door.includes(':caseId') || where === 'own') return own
  if (where === 'elsewhere') return 404
  return duty === 'handler' ? 404 : own
}

const deniedRows = async (): Promise<number> => {
  const [row] = await site
    .tables('audit_entries')
    .where({ deed: 'case.denied' })
    .count<{ count: number }[]>('* as count')
  return row?.count ?? 0
}

it('has a line for every route, and a route for every line', () => {
  const doors = site.doors.staff.map(doorOf).sort()
  expect(
    [
      ...Object.keys(table),
      ...Object.keys(entrance),
      ...sheets,
      ...requests,
      ...lists,
      ...leaving,
    ].sort(),
  ).toEqual(doors)
})

describe.each(duties)('%s', duty => {
  it.each(['own', 'colleague', 'elsewhere'] as const)(
    'gets what the table says: %s',
    async where => {
      const wanted: Record<string, number> = {}
      const got: Record<string, number> = {}
      const before = await deniedRows()
      for (const [door, line] of Object.entries(table)) {
        wanted[door] = expected(line, door, duty, where)
        got[door] = await ask(door, duty, targets[where])
      }

      expect(got).toEqual(wanted)
      // Each try at a case that is none of theirs, or without the duty for it, has left its row, and nothing
      // else has.
      const turnedAway = Object.entries(wanted).filter(
        ([door, status]) => door.includes(':caseId') && [403, 404].includes(status),
      )
      expect((await deniedRows()) - before).toBe(turnedAway.length)
    },
    60_000,
  )
})

it('shows in the menu only what opens', () => {
  const menus = [...people].map(([duty, { home }]) => {
    const links = home
      .$('.st-nav a')
      .map((_, link) => home.$(link).attr('href')?.split('?')[0])
      .get()
    const refused = links.filter(path => !(table[`get ${path}`]?.who ?? []).includes(duty))
    return { duty, links: links.length, refused }
  })

  expect(menus).toHaveLength(duties.length)
  for (const { duty, links, refused } of menus)
    expect([duty, refused, links > 1]).toEqual([duty, [], true])
})

it('leads on who is signed in already', async () => {
  const got: Record<string, number> = {}
  for (const door of Object.keys(entrance)) got[door] = await ask(door, 'auditor', targets.own)

  expect(got).toEqual(entrance)
})
