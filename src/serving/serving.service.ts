import type { Visitor } from '../accounts'
import type { Audit } from '../audit'
import { keyOfAdmitted } from '../cases'
import type { Holder } from '../desks'
import type { IdentityLetter, LetterOutcome } from '../identity'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { Deed } from '../vocabulary/deeds'
import { writeLookGround } from '../vocabulary/identity-fields'
import type { CaseId, IdentityLetterId, OrganisationId, ReportId } from '../vocabulary/ids'
import type { Drafted, LetterFile, LetterLimits, Printed } from './letter-file'
import {
  countLetters,
  isWithColleague,
  labelOf,
  listLetters,
  listOfCase,
  openLetter,
  pointOf,
  sideOf,
  type LetterDeps,
} from './letters.service'

type Deps = LetterDeps & { readonly audit: Audit }
type Step = (tx: Tx, visitor: Visitor, id: IdentityLetterId) => Promise<void>

export type Serving = {
  readonly limits: (tx: Tx, organisationId: OrganisationId) => Promise<LetterLimits>
  readonly reportsOf: (tx: Tx, visitor: Visitor, caseId: CaseId) => Promise<ReportId[]>
  readonly list: ReturnType<typeof listLetters>
  readonly listOfCase: ReturnType<typeof listOfCase>
  readonly count: ReturnType<typeof countLetters>
  readonly find: (tx: Tx, id: IdentityLetterId) => Promise<IdentityLetter | undefined>
  readonly open: (tx: Tx, visitor: Visitor, id: IdentityLetterId) => Promise<LetterFile>
  /** The same form again makes no second letter. @throws refused `release.no-desk` */
  readonly hand: (tx: Tx, visitor: Visitor, caseId: CaseId, drafted: Drafted) => Promise<void>
  readonly withdraw: Step
  /**
   * Name and address come in, or that there is nobody; the route has asked for a fresh code.
   * @throws refused `letter.with-colleague` while another member has the paper open
   */
  readonly merge: Step
  readonly hasMerged: (tx: Tx, visitor: Visitor, id: IdentityLetterId) => Promise<boolean>
  /** To be printed; every time is recorded. undefined when it is not open (any more). */
  readonly print: (tx: Tx, visitor: Visitor, id: IdentityLetterId) => Promise<Printed | undefined>
  /** @throws refused `letter.not-merged`; `letter.nobody`, `letter.somebody` for what the paper contradicts */
  readonly close: (
    tx: Tx,
    visitor: Visitor,
    id: IdentityLetterId,
    outcome: LetterOutcome,
  ) => Promise<void>
  readonly recordRefusal: (
    tx: Tx,
    visitor: Visitor,
    id: IdentityLetterId,
    code: string,
  ) => Promise<void>
}

const record = (
  { audit }: Deps,
  tx: Tx,
  { actor }: Visitor,
  { deed, letter, ground }: { deed: Deed; letter: IdentityLetter; ground?: string },
): Promise<void> =>
  audit.record(tx, actor, letter.organisationId, {
    deed,
    caseId: letter.caseId,
    subject: letter.id,
    ...(ground === undefined ? {} : { ground }),
  })

/** What the record says of a letter that carries name and address. */
const lookOf = ({ reportId }: IdentityLetter, ground: string): string =>
  writeLookGround({ ground, fields: ['name', 'address'], reportId })

const caseKeyOf = async ({ cases, desks }: Deps, tx: Tx, { keys }: Visitor, caseId: CaseId) =>
  keyOfAdmitted(cases, tx, await desks.holdersOf(tx, keys), caseId)

const limitsOf = async (deps: Deps, tx: Tx, id: OrganisationId) => {
  const limits = await deps.lawbook.limits(tx, await pointOf(deps, tx, id))
  return {
    title: limits['letter.title'],
    body: limits['letter.text'],
    min: limits['reason.min'],
    max: limits['reason.max'],
    minutes: limits['release.minutes'],
  }
}

const hand =
  (deps: Deps): Serving['hand'] =>
  async (tx, visitor, caseId, { once: id, report: reportId, title, body }) => {
    const { id: drafterId } = visitor.actor
    const found = await deps.cases.findVisible(tx, visitor.actor, caseId)
    if (found === undefined) throw notFound('case')
    const caseKey = await caseKeyOf(deps, tx, visitor, caseId)
    const reports = await deps.cases.contentsOf(tx, caseKey, caseId)
    if (!reports.some(one => one.reportId === reportId)) throw notFound('case')
    const { organisationId } = found
    const desk = await deps.identities.deskFor(tx, organisationId, reportId)
    if (desk === undefined) throw refused('release.no-desk')
    const { deskId } = desk
    const made = await deps.letters.hand(tx, {
      ...{ id, caseId, reportId, organisationId, deskId, drafterId, caseKey },
      text: { title, body },
      desk: { ...desk, kind: 'desk', id: deskId },
    })
    const letter = await deps.letters.find(tx, id)
    if (letter?.drafterId !== drafterId || letter.caseId !== caseId) throw notFound('case')
    if (made) await record(deps, tx, visitor, { deed: 'letter.handed', letter })
  }

/** The letter, held, for a member of its desk who did not write it. */
const atDesk =
  (deps: Deps) =>
  async (tx: Tx, visitor: Visitor, id: IdentityLetterId): Promise<IdentityLetter> => {
    const { letter, side } = await sideOf(deps, tx, visitor, await deps.letters.hold(tx, id))
    if (letter.drafterId === visitor.actor.id) throw refused('letter.own')
    if (side !== 'desk') throw notFound('letter')
    return letter
  }

const merge =
  (deps: Deps): Step =>
  async (tx, visitor, id) => {
    const letter = await atDesk(deps)(tx, visitor, id)
    if (isWithColleague(letter, visitor.actor, deps.clock())) throw refused('letter.with-colleague')
    const { minutes } = await limitsOf(deps, tx, letter.organisationId)
    const until = new Date(deps.clock().getTime() + minutes * 60_000)
    const holders = await deps.desks.holdersOf(tx, visitor.keys)
    await deps.letters.merge(tx, holders, letter, { staffId: visitor.actor.id, until })
    await record(deps, tx, visitor, {
      deed: 'letter.merged',
      letter,
      ground: lookOf(letter, 'letter'),
    })
  }

const print =
  (deps: Deps): Serving['print'] =>
  async (tx, visitor, id) => {
    const letter = await atDesk(deps)(tx, visitor, id)
    const holders = await deps.desks.holdersOf(tx, visitor.keys)
    const paper = await deps.letters.paper(tx, holders, letter, visitor.actor.id)
    if (paper === undefined) return undefined
    const label = await labelOf(deps, tx, letter.caseId)
    const { name: body } = await deps.organisations.get(tx, letter.organisationId)
    await record(deps, tx, visitor, {
      deed: 'letter.printed',
      letter,
      ground: lookOf(letter, 'letter'),
    })
    return { paper, label, letter, body, today: dayOf(deps.clock()) }
  }

const sameOutcome = (one: LetterOutcome | undefined, other: LetterOutcome): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

/** The same form sent twice by the same person: it is done, as it says. */
const isRepeated = async (
  deps: Deps,
  tx: Tx,
  visitor: Visitor,
  { letter, outcome }: { readonly letter: IdentityLetter; readonly outcome: LetterOutcome },
): Promise<boolean> => {
  if (letter.closedBy !== visitor.actor.id || letter.state === 'handed') return false
  const holders = await deps.desks.holdersOf(tx, visitor.keys)
  return sameOutcome((await deps.letters.read(tx, { holders }, letter))?.outcome, outcome)
}

const deedOf: Record<LetterOutcome['kind'], Deed> = {
  served: 'letter.closed',
  nobody: 'letter.closed',
  returned: 'letter.returned',
}

/** What is written down is what the merged letter says: served on somebody, or nobody there. */
const fitsPaper = async (
  { letters }: Deps,
  tx: Tx,
  holders: readonly Holder[],
  { letter, outcome }: { readonly letter: IdentityLetter; readonly outcome: LetterOutcome },
): Promise<void> => {
  const exists = await letters.hasAddressee(tx, holders, letter)
  if (exists === undefined) throw refused('letter.not-merged')
  if (exists !== (outcome.kind === 'served'))
    throw refused(exists ? 'letter.somebody' : 'letter.nobody')
}

const close =
  (deps: Deps): Serving['close'] =>
  async (tx, visitor, id, outcome) => {
    const letter = await atDesk(deps)(tx, visitor, id)
    if (await isRepeated(deps, tx, visitor, { letter, outcome })) return
    const holders = await deps.desks.holdersOf(tx, visitor.keys)
    if (letter.state === 'handed' && outcome.kind !== 'returned')
      await fitsPaper(deps, tx, holders, { letter, outcome })
    await deps.letters.close(tx, holders, letter, { by: visitor.actor.id, outcome })
    const ground = outcome.kind === 'returned' ? {} : { ground: lookOf(letter, 'served') }
    await record(deps, tx, visitor, { deed: deedOf[outcome.kind], letter, ...ground })
  }

const withdraw =
  (deps: Deps): Step =>
  async (tx, visitor, id) => {
    const { letter } = await sideOf(deps, tx, visitor, await deps.letters.hold(tx, id))
    if (letter.drafterId !== visitor.actor.id) throw notFound('letter')
    if (letter.state === 'withdrawn') return
    await deps.letters.withdraw(tx, letter)
    await record(deps, tx, visitor, { deed: 'letter.withdrawn', letter })
  }

export const createServing = (deps: Deps): Serving => ({
  limits: (tx, id) => limitsOf(deps, tx, id),
  reportsOf: async (tx, visitor, caseId) => {
    const key = await caseKeyOf(deps, tx, visitor, caseId)
    return (await deps.cases.contentsOf(tx, key, caseId)).map(({ reportId }) => reportId)
  },
  list: listLetters(deps),
  listOfCase: listOfCase(deps),
  count: countLetters(deps),
  find: deps.letters.find,
  open: async (tx, visitor, id) => openLetter(deps)(tx, visitor, await deps.letters.find(tx, id)),
  hand: hand(deps),
  withdraw: withdraw(deps),
  merge: merge(deps),
  hasMerged: async (tx, visitor, id) =>
    (await deps.letters.find(tx, id))?.mergedBy === visitor.actor.id,
  print: print(deps),
  close: close(deps),
  recordRefusal: async (tx, visitor, id, ground) => {
    const letter = await deps.letters.find(tx, id)
    if (letter !== undefined)
      await record(deps, tx, visitor, { deed: 'letter.denied', letter, ground })
  },
})
