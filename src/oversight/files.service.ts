import type { Visitor } from '../accounts'
import type { Organisation } from '../organisations'
import { addDays, dayOf } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, LetterId, OrganisationId, StaffId } from '../vocabulary/ids'
import type {
  Letter,
  LetterDeps,
  LetterFile,
  LetterLimits,
  LetterRow,
  Listed,
  NewLetterFrame,
  RowLamp,
  Saying,
} from './letter'
import { openLetterKeys, openLetterWords, openSaid } from './letter-keys.service'
import { bodiesBelow, type LetterList } from './letter.rules'
import type { SealedLetter } from './letters.repository'
import { countByBody, selectList, type Place, type Viewer } from './lists.repository'
import { openLetter, type OpenLetter } from './opening.service'
import { listAnswers, listChases, listTerms } from './sayings.repository'

const colours = { overdue: 'red', near: 'amber', normal: 'green' } as const

const lampsFor = async ({ deadlines, clock }: LetterDeps, tx: Tx, letters: readonly Letter[]) => {
  const open = letters.filter(({ state }) => state === 'open')
  const days = [...new Set(open.map(({ dueOn }) => dueOn))]
  const lamps = await deadlines.lamps(tx, dayOf(clock()), days)
  return ({ state, dueOn }: Letter): RowLamp | undefined => {
    const lamp = state === 'open' ? lamps.get(dueOn) : undefined
    return lamp && { colour: colours[lamp.lamp], workingDays: Math.abs(lamp.workingDaysLeft) }
  }
}

const limitsOf = async ({ lawbook, clock }: LetterDeps, tx: Tx): Promise<LetterLimits> => {
  const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
  return {
    ...{ min: limits['reason.min'], max: limits['reason.max'] },
    ...{ title: limits['oversight.subject'], text: limits['oversight.text'] },
  }
}

const judgedIn = ({ id, sample, sealedVerdict }: SealedLetter, key: SymmetricKey): Saying[] => {
  if (sample === undefined || sample.verdictBy === null || sample.verdictAt === null) return []
  const words = openSaid(key, { kind: 'judge', id, number: 1 }, sealedVerdict)
  return [{ kind: 'judge', number: 1, by: sample.verdictBy, at: sample.verdictAt, words }]
}

const answersOf = async (tx: Tx, { letter: { id }, key }: OpenLetter): Promise<Saying[]> => {
  const said: Saying[] = []
  for (const one of await listAnswers(tx, id)) {
    const { number, sealed_words, sealed_return, returned_by, returned_at } = one
    const words = openSaid(key, { kind: 'answer', id, number }, sealed_words)
    said.push({ kind: 'answer', number, by: one.answered_by, at: one.answered_at, words })
    if (returned_by === null || returned_at === null) continue
    const back = openSaid(key, { kind: 'send-back', id, number }, sealed_return)
    said.push({ kind: 'send-back', number, by: returned_by, at: returned_at, words: back })
  }
  return said
}

const closedIn = ({ id, sample, ...letter }: SealedLetter, key: SymmetricKey): Saying[] => {
  const { closedBy: by, closedAt: at, sealedClose } = letter
  if (by === null || at === null) return []
  // What was in order was closed by the words that say so.
  if (sample?.verdictAt?.getTime() === at.getTime()) return []
  const words = openSaid(key, { kind: 'close', id, number: 1 }, sealedClose)
  return [{ kind: 'close', number: 1, by, at, words }]
}

/** In the order in which it was said. */
const sayingsOf = async (tx: Tx, open: OpenLetter): Promise<Saying[]> => {
  const { letter, key } = open
  const { id } = letter
  const said = [...(await answersOf(tx, open)), ...judgedIn(letter, key), ...closedIn(letter, key)]
  for (const { number, done_by: by, done_at: at, sealed_words } of await listChases(tx, id)) {
    const words = openSaid(key, { kind: 'chase', id, number }, sealed_words)
    said.push({ kind: 'chase', number, by, at, words })
  }
  for (const { number, done_by: by, done_at: at, ...term } of await listTerms(tx, id)) {
    const words = openSaid(key, { kind: 'prolong', id, number }, term.sealed_words)
    said.push({ kind: 'prolong', number, by, at, toDay: term.to_day, words })
  }
  return said.sort((one, other) => one.at.getTime() - other.at.getTime())
}

const foundFor = async ({ cases }: LetterDeps, tx: Tx, actor: StaffActor, id: CaseId | null) =>
  id === null ? undefined : cases.findVisible(tx, actor, id)

export const readLetter =
  (deps: LetterDeps) =>
  async (tx: Tx, visitor: Visitor, id: LetterId): Promise<LetterFile> => {
    const { organisations, accounts, clock } = deps
    const open = await openLetter(deps, tx, visitor, id)
    const { letter, side, key } = open
    const sayings = await sayingsOf(tx, open)
    const people = [letter.issuedBy, letter.receivedBy, ...sayings.map(({ by }) => by)]
    const sampled = [letter.sample?.handedBy ?? null]
    const known = [...people, ...sampled].filter((one): one is StaffId => one !== null)
    return {
      ...{ letter, side, sayings, staffId: visitor.actor.id, today: dayOf(clock()) },
      from: await organisations.get(tx, letter.from),
      to: await organisations.get(tx, letter.to),
      words: openLetterWords(key, letter),
      names: await accounts.namesOf(tx, [...new Set(known)]),
      found: await foundFor(deps, tx, visitor.actor, letter.caseId),
      lamp: (await lampsFor(deps, tx, [letter]))(letter),
      limits: await limitsOf(deps, tx),
      opensCase: open.caseKey !== undefined,
      reviewers: (await accounts.listActive(tx, letter.from, 'supervision')).length,
    }
  }

/** Opens it, and records that. @throws notFound('oversight'), forbidden('case.no-key') */
export const viewLetter =
  (deps: LetterDeps) =>
  async (tx: Tx, visitor: Visitor, id: LetterId): Promise<LetterFile> => {
    const file = await readLetter(deps)(tx, visitor, id)
    const { actor } = visitor
    const { caseId } = file.letter
    await deps.audit.record(tx, actor, actor.organisationId, {
      ...{ deed: 'oversight.viewed', subject: id },
      ...(caseId === null ? {} : { caseId }),
    })
    return file
  }

export const viewerOf = ({ clock }: LetterDeps, actor: StaffActor): Viewer => ({
  ...{ body: actor.organisationId, staffId: actor.id, today: dayOf(clock()) },
  leads: actor.duties.includes('principal'),
})

type Page = {
  readonly list: LetterList
  readonly of: OrganisationId | undefined
  readonly after: Place | undefined
  readonly limit: number
}
const placeAfter = (last: Letter | undefined): Place | undefined =>
  last && { day: last.dueOn, arrival: last.arrival }

const overdueBodies = async ({ organisations }: LetterDeps, tx: Tx, viewer: Viewer) => {
  const bodies: { body: Organisation; letters: number; chases: number }[] = []
  for (const { to_body, ...counted } of await countByBody(tx, 'overdue', viewer))
    bodies.push({ body: await organisations.get(tx, to_body), ...counted })
  return bodies
}

/** One page of a list; a subject is read by who opens the letter, and by nobody else. */
export const listLetters =
  (deps: LetterDeps) =>
  async (tx: Tx, { actor, keys }: Visitor, { list, of, after, limit }: Page): Promise<Listed> => {
    const { organisations, desks, cases } = deps
    const viewer = viewerOf(deps, actor)
    const found = await selectList(tx, list, viewer, { of, after, limit: limit + 1 })
    const page = found.slice(0, limit)
    const holders = await desks.holdersOf(tx, keys)
    const caseIds = page.flatMap(({ caseId }) => caseId ?? [])
    const opened = await openLetterKeys(tx, holders, page, await cases.keysOf(tx, holders, caseIds))
    const lampOf = await lampsFor(deps, tx, page)
    const rows: LetterRow[] = []
    for (const letter of page) {
      const other = actor.organisationId === letter.to ? letter.from : letter.to
      const key = opened.get(letter.id)
      rows.push({
        ...{ letter, other: (await organisations.get(tx, other)).name, lamp: lampOf(letter) },
        subject: key === undefined ? '' : openLetterWords(key, letter).subject,
      })
    }
    return {
      rows,
      bodies: list === 'overdue' ? await overdueBodies(deps, tx, viewer) : [],
      next: found.length > limit ? placeAfter(page.at(-1)) : undefined,
    }
  }

/** What the form of a new letter shows. */
export const frameLetter =
  (deps: LetterDeps) =>
  async (tx: Tx, { organisationId }: StaffActor): Promise<NewLetterFrame> => {
    const { organisations, lawbook, deadlines, clock } = deps
    const today = dayOf(clock())
    const all = bodiesBelow(await organisations.list(tx), organisationId)
    const limits = await lawbook.limits(tx, { place: '*', on: today })
    const { isWorking } = await deadlines.calendar(tx)
    let usualDay = today
    for (let left = limits['oversight.days']; left > 0; left -= isWorking(usualDay) ? 1 : 0)
      usualDay = addDays(usualDay, 1)
    return {
      bodies: all.filter(({ kind }) => kind === 'medical-security'),
      own: await organisations.get(tx, organisationId),
      limits: await limitsOf(deps, tx),
      ...{ usualDay, today },
    }
  }
