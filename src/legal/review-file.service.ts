import type { Accounts, Visitor } from '../accounts'
import { keyOfAdmitted, type Case, type Cases } from '../cases'
import type { Deadlines, Lamp } from '../deadlines'
import type { Desks } from '../desks'
import type { Evidence, EvidenceFile } from '../evidence'
import type { Lawbook } from '../lawbook'
import type { Masking } from '../masking'
import type { Organisations } from '../organisations'
import { dayOf, type Clock, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { LampColour } from '../vocabulary/case-words'
import type { CaseId, OrganisationId } from '../vocabulary/ids'
import type { FactsOf, Lamped, OpenCase, OpenReview, ReviewFile } from './review'
import { calledFor } from './review-course'
import { answersOf, reviewsOf } from './reviews.repository'
import { openReview } from './sealed-review'

export type ReviewFileDeps = {
  readonly accounts: Accounts
  readonly cases: Cases
  readonly deadlines: Deadlines
  readonly desks: Desks
  readonly evidence: Evidence
  readonly lawbook: Lawbook
  readonly masking: Masking
  readonly organisations: Organisations
  readonly clock: Clock
  readonly factsOf: FactsOf
}

const colourOf: Record<Lamp, LampColour> = { overdue: 'red', near: 'amber', normal: 'green' }

export const lampOf = async (
  { deadlines }: Pick<ReviewFileDeps, 'deadlines'>,
  tx: Tx,
  today: Day,
  dueOn: Day,
): Promise<Lamped> => {
  const { lamp, workingDaysLeft } = await deadlines.lamp(tx, today, dueOn)
  return { colour: colourOf[lamp], workingDays: Math.abs(workingDaysLeft) }
}

/** @throws notFound('case'), forbidden('case.no-key') */
export const openFor = async (
  { cases, desks, masking }: ReviewFileDeps,
  tx: Tx,
  { actor, keys }: Visitor,
  caseId: CaseId,
): Promise<OpenCase> => {
  const found = await cases.findReadable(tx, actor, caseId)
  if (found === undefined) throw notFound('case')
  const key = await keyOfAdmitted(cases, tx, await desks.holdersOf(tx, keys), caseId)
  return { found, key, mask: await masking.maskOf(tx, { caseId, key }) }
}

const openReviews = async (tx: Tx, { found, key }: OpenCase): Promise<OpenReview[]> => {
  const rows = await reviewsOf(tx, found.id)
  const answers = await answersOf(
    tx,
    rows.map(({ id }) => id),
  )
  return rows.map(row => openReview(key, row, answers))
}

export const isHandler = async (
  { cases }: Pick<ReviewFileDeps, 'cases'>,
  tx: Tx,
  actor: StaffActor,
  caseId: CaseId,
): Promise<boolean> =>
  (await cases.officersOf(tx, [caseId])).some(one => one.handling && one.staffId === actor.id)

/** At whose legal desk the case would be reviewed; the case's own first. */
export const deskFor = async (
  { desks, organisations }: ReviewFileDeps,
  tx: Tx,
  { organisationId }: Case,
) => {
  const nearest = await desks.nearestWith(tx, organisationId, 'legal')
  if (nearest === undefined) return undefined
  const { name: body } = await organisations.get(tx, nearest.organisationId)
  return { ...nearest, body, above: nearest.organisationId !== organisationId }
}

const hasOpenChanges = ({ result, answers, changes }: OpenReview): boolean =>
  result === 'changes' && answers.length < changes

const waitsAt = (last: OpenReview, { state }: Case, actor: StaffActor): boolean =>
  last.result === null &&
  state === 'reviewing' &&
  last.organisationId === actor.organisationId &&
  actor.duties.includes('legal')

const mayOf = async (
  deps: ReviewFileDeps,
  tx: Tx,
  actor: StaffActor,
  { found, last }: { readonly found: Case; readonly last: OpenReview | undefined },
): Promise<ReviewFile['may']> => {
  const officers = await deps.cases.officersOf(tx, [found.id])
  const own = officers.find(({ staffId }) => staffId === actor.id)
  const handles = own?.handling === true
  return {
    submit: handles && found.state === 'investigating',
    respond: handles && last !== undefined && hasOpenChanges(last),
    answer: own === undefined && last !== undefined && waitsAt(last, found, actor),
  }
}

const filesOf = async (
  { evidence }: ReviewFileDeps,
  tx: Tx,
  { found, key, mask }: OpenCase,
): Promise<EvidenceFile[]> =>
  (await evidence.list(tx, { caseId: found.id, caseKey: key }, { stage: 'sent' })).map(one => ({
    ...one,
    name: mask.fileName(one.name),
    note: mask.text(one.note),
  }))

const behavioursOf = async ({ lawbook }: ReviewFileDeps, tx: Tx, found: Case) => {
  const at = { place: found.regionCode ?? '*', on: found.receivedOn }
  const words: string[] = []
  for (const code of found.behaviours)
    words.push((await lawbook.find(tx, 'behaviour', code, at))?.data.term ?? code)
  return words
}

const bodiesOf = async (
  { organisations }: ReviewFileDeps,
  tx: Tx,
  reviews: readonly OpenReview[],
) => {
  const names = new Map<OrganisationId, string>()
  for (const { organisationId } of reviews)
    if (!names.has(organisationId))
      names.set(organisationId, (await organisations.get(tx, organisationId)).name)
  return names
}

const lawOf = async ({ lawbook }: ReviewFileDeps, tx: Tx, found: Case, on: Day) => {
  const at = { place: found.regionCode ?? '*', on }
  const limits = await lawbook.limits(tx, at)
  return {
    grounds: await lawbook.list(tx, 'review-rule', at),
    points: await lawbook.list(tx, 'review-point', at),
    limits: {
      opinion: limits['review.opinion'],
      note: limits['review.note'],
      changes: limits['review.changes'],
    },
  }
}

/** Everybody who stands in the reviews of a case. */
const peopleIn = (reviews: readonly OpenReview[]) =>
  reviews.flatMap(({ submittedBy, reviewedBy, answers }) => [
    submittedBy,
    ...(reviewedBy === null ? [] : [reviewedBy]),
    ...answers.map(({ by }) => by),
  ])

/** Everything that the page of the review shows. The brief, never the original; every text through the mask. */
export const readFile = async (
  deps: ReviewFileDeps,
  tx: Tx,
  actor: StaffActor,
  open: OpenCase,
): Promise<ReviewFile> => {
  const { accounts, cases, organisations, clock, factsOf } = deps
  const { found, key, mask } = open
  const today = dayOf(clock())
  const reviews = await openReviews(tx, open)
  const law = await lawOf(deps, tx, found, today)
  const facts = await factsOf(tx, { caseId: found.id, key })
  const pending = reviews.find(({ result }) => result === null)
  return {
    ...open,
    ...law,
    today,
    facts,
    reviews,
    target: mask.text(
      (await cases.titlesOf(tx, new Map([[found.id, key]]))).get(found.id)?.target ?? '',
    ),
    body: (await organisations.get(tx, found.organisationId)).name,
    behaviours: await behavioursOf(deps, tx, found),
    brief: await cases.briefOf(tx, key, found.id),
    files: await filesOf(deps, tx, open),
    bodies: await bodiesOf(deps, tx, reviews),
    names: await accounts.namesOf(tx, peopleIn(reviews)),
    called: calledFor(law.grounds, { ...facts, outcome: undefined }),
    lamp: pending && (await lampOf(deps, tx, today, pending.dueOn)),
    desk: await deskFor(deps, tx, found),
    may: await mayOf(deps, tx, actor, { found, last: reviews[0] }),
  }
}
