import { duties, type Duty } from '../../src/vocabulary/duty'
import type { CaseId, EvidenceId } from '../../src/vocabulary/ids'
import { giveCase } from '../support/cases'
import { createClient } from '../support/client'
import { jpegWithGps, pdfWithPages } from '../support/fixtures'
import { hire, moveIn, type Officer } from '../support/people'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn, type SignedIn } from '../support/visitors'
import { lists, requests, sheets, uploads } from './matrix-elsewhere'
import { entrance, leaving } from './matrix-entrance'
import type { Line } from './matrix-line'
import { table } from './matrix-lines'

// Promise 14: every route x every duty x {own case, one given to others, another body's, one from which the person
// is excluded, a closed one}, as a table written by hand. A route without a line fails; so does a line without a
// route.

type Target = {
  readonly caseId: CaseId
  readonly photo: EvidenceId
  readonly list: EvidenceId
}
const situations = ['own', 'unassigned', 'elsewhere', 'conflicted', 'closed'] as const
type Situation = (typeof situations)[number]

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

const excludeAll = (caseId: CaseId, by: Officer, people: readonly Officer[]): Promise<void> =>
  site.house.db.inTransaction(async tx => {
    for (const { actor } of people) {
      const excluding = { staffId: actor.id, ground: 'relative' }
      await site.house.cases.exclude(tx, by.actor, caseId, excluding)
    }
  })

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
  const officers = await hireAll()
  const [intake, principal] = [officer(officers, 'intake'), officer(officers, 'principal')]
  const { db, desks } = site.house
  await db.inTransaction(tx => desks.confirm(tx, intake.actor, intake.keys, principal.actor.id))
  targets = {
    own: await report('no'),
    unassigned: await report('no'),
    elsewhere: await report('yes'),
    conflicted: await report('no'),
    closed: await report('no'),
  }
  const handler = officer(officers, 'handler')
  const second = await hire(site, intake.actor.organisationId, ['handler'])
  const third = await hire(site, intake.actor.organisationId, ['handler'])
  await giveCase(site, intake, targets.own.caseId, [handler, second])
  await giveCase(site, intake, targets.unassigned.caseId, [second, third])
  await giveCase(site, intake, targets.conflicted.caseId, [handler, second])
  await excludeAll(targets.conflicted.caseId, second, [intake, principal, handler])
  await giveCase(site, intake, targets.closed.caseId, [handler, second])
  await site
    .tables('cases')
    .where({ id: targets.closed.caseId })
    .update({ state: 'refused', is_open: false })
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
    .replace(':action', 'archive')
    .replace(':year', '2026')
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
  // None of these cases lies at the legal desk.
  if (duty === 'legal' && door.includes(':caseId')) return 404
  if (!door.includes(':caseId') || where === 'own' || where === 'closed') return own
  if (where === 'elsewhere' || where === 'conflicted') return 404
  return duty === 'handler' ? 404 : own
}

/** The case is theirs to see; what is asked for in it does not exist. No attempt at anything. */
const lacksPart = (door: string, duty: Duty, where: Situation): boolean => {
  const line = table[door]
  if (line?.own !== 404 || !line.who.includes(duty) || duty === 'legal') return false
  return expected({ ...line, own: 200 }, door, duty, where) === 200
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
      ...uploads,
    ].sort(),
  ).toEqual(doors)
})

describe.each(duties)('%s', duty => {
  it.each(situations)(
    'gets what the table says: %s',
    async where => {
      const wanted: Record<string, number> = {}
      const got: Record<string, number> = {}
      const before = await deniedRows()
      // What names no case does not depend on one: asked once.
      const doors = Object.entries(table).filter(
        ([door]) => where === 'own' || door.includes(':caseId'),
      )
      for (const [door, line] of doors) {
        wanted[door] = expected(line, door, duty, where)
        got[door] = await ask(door, duty, targets[where])
      }

      expect(got).toEqual(wanted)
      // Each try at a case that is none of theirs, or without the duty for it, has left its row, and nothing
      // else has.
      const turnedAway = Object.entries(wanted).filter(
        ([door, status]) =>
          door.includes(':caseId') && [403, 404].includes(status) && !lacksPart(door, duty, where),
      )
      expect((await deniedRows()) - before).toBe(turnedAway.length)
    },
    120_000,
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
