import type { Visitor } from '../accounts'
import { assertUnmasking } from '../masking'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound, refused, unavailable } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, ReviewId } from '../vocabulary/ids'
import type { Given, Legal, LegalDeps, Submission } from './legal'
import type { OpenCase, Opinion } from './review'
import { deskFor, isHandler, openFor, readFile } from './review-file.service'
import { createReviewLists } from './review-lists.service'
import {
  deleteReviews,
  giveOpinion,
  insertAnswer,
  insertReview,
  reviewsOf,
  type ReviewTableRow,
} from './reviews.repository'
import { openReview, sealAnswer, sealNote, sealOpinion } from './sealed-review'

/** Whoever handles the case is told that there is something new; of what, nobody reads in a mail. */
const tellHandlers = async ({ cases, notices }: LegalDeps, tx: Tx, caseId: CaseId) => {
  const officers = (await cases.officersOf(tx, [caseId])).filter(({ handling }) => handling)
  await notices.mark(
    tx,
    officers.map(({ staffId }) => ({ kind: 'staff', staffId })),
  )
}

/** A handler's own words twice are one submission. */
const isRepeated = (
  { key }: OpenCase,
  last: ReviewTableRow | undefined,
  actor: StaffActor,
  { ground, note }: Submission,
): boolean =>
  last?.result === null &&
  last.submitted_by === actor.id &&
  last.ground === ground &&
  openReview(key, last, []).note === note

/** The step itself seals the case key to the desk: proceedings does it for whoever hands on. */
const handOn = async (deps: LegalDeps, tx: Tx, visitor: Visitor, { found }: OpenCase) => {
  const to = await deskFor(deps, tx, found)
  if (to === undefined) throw unavailable('review.no-desk')
  await deps.take(tx, { ...visitor, caseId: found.id }, { action: 'submit-review' })
  const members = await deps.accounts.listActive(tx, to.organisationId, 'legal')
  await deps.notices.mark(
    tx,
    members.map(({ id: staffId }) => ({ kind: 'staff', staffId })),
  )
  return to
}

const submitting =
  (deps: LegalDeps): Legal['submit'] =>
  async (tx, visitor, caseId, submission) => {
    const { cases, deadlines, random, clock } = deps
    const { actor } = visitor
    await cases.lock(tx, caseId)
    const open = await openFor(deps, tx, visitor, caseId)
    if (!(await isHandler(deps, tx, actor, caseId))) throw forbidden('review.not-handler')
    const [last] = await reviewsOf(tx, caseId)
    if (isRepeated(open, last, actor, submission)) return
    const plain = { reason: submission.note }
    await assertUnmasking(deps.masking, tx, { caseId, key: open.key }, plain)
    const to = await handOn(deps, tx, visitor, open)
    const running = (await deadlines.forCase(tx, caseId)).find(
      ({ ruleCode, doneOn }) => ruleCode === 'LEGAL_REVIEW' && doneOn === null,
    )
    const id = random.uuid() as ReviewId
    await insertReview(tx, {
      ...{ id, case_id: caseId, version: (last?.version ?? 0) + 1 },
      ...{ organisation_id: to.organisationId, desk_id: to.desk.deskId },
      ...{ ground: submission.ground, submitted_by: actor.id, submitted_at: clock() },
      due_on: running?.dueOn ?? dayOf(clock()),
      sealed_note: sealNote(open.key, id, submission.note),
    })
  }

/** Whoever worked on the case, or stands in its record, has no say on it; the database holds it too. */
const refuseOwn = async (
  { cases }: LegalDeps,
  tx: Tx,
  actor: StaffActor,
  { case_id, submitted_by, organisation_id }: ReviewTableRow,
): Promise<void> => {
  const officers = await cases.officersOf(tx, [case_id])
  if (submitted_by === actor.id || officers.some(({ staffId }) => staffId === actor.id))
    throw forbidden('review.own-case')
  if (organisation_id !== actor.organisationId) throw notFound('case')
}

/** 'done': sent twice, it is given already by this person. */
const standing = async (
  deps: LegalDeps,
  tx: Tx,
  { actor }: Visitor,
  { caseId, given }: { readonly caseId: CaseId; readonly given: Given | undefined },
): Promise<ReviewTableRow | 'done'> => {
  const [last] = await reviewsOf(tx, caseId)
  if (last === undefined) throw notFound('case')
  await refuseOwn(deps, tx, actor, last)
  const isSeen = last.id === given?.seen
  if (isSeen && last.reviewed_by === actor.id) return 'done'
  if (!isSeen || last.result !== null) throw refused('review.decided')
  return last
}

/** By the field that it was typed into. */
const wordsOf = ({ points, text, changes }: Opinion): Record<string, string> => ({
  ...Object.fromEntries(points.map(point => [`opinion-${point.code}`, point.text])),
  ...{ text, words: changes.join('\n') },
})

const deciding =
  (deps: LegalDeps): Legal['decide'] =>
  async (tx, visitor, caseId, given) => {
    const { cases, secondFactor, clock } = deps
    const { actor, keys } = visitor
    await cases.lock(tx, caseId)
    const last = await standing(deps, tx, visitor, { caseId, given })
    if (last === 'done' || given === undefined) return 'right'
    const open = await openFor(deps, tx, visitor, caseId)
    await assertUnmasking(deps.masking, tx, { caseId, key: open.key }, wordsOf(given.opinion))
    const { kind } = await secondFactor.check(tx, keys, given.otp)
    if (kind !== 'right') return kind
    const { result, opinion } = given
    await giveOpinion(tx, last.id, {
      ...{ result, reviewed_by: actor.id, reviewed_at: clock() },
      changes: opinion.changes.length,
      sealed_opinion: sealOpinion(open.key, last.id, opinion),
    })
    const action = result === 'return' ? 'return-review' : 'pass-review'
    await deps.take(tx, { ...visitor, caseId }, { action })
    await tellHandlers(deps, tx, caseId)
    return 'right'
  }

const responding =
  (deps: LegalDeps): Legal['respond'] =>
  async (tx, visitor, caseId, { review, change, text }) => {
    const { cases, audit, clock } = deps
    const { actor } = visitor
    await cases.lock(tx, caseId)
    const { key } = await openFor(deps, tx, visitor, caseId)
    if (!(await isHandler(deps, tx, actor, caseId))) throw forbidden('review.not-handler')
    await assertUnmasking(deps.masking, tx, { caseId, key }, { text })
    const [last] = await reviewsOf(tx, caseId)
    if (last?.id !== review || change > last.changes) throw refused('review.answered')
    const added = await insertAnswer(tx, {
      ...{ review_id: review, change, staff_id: actor.id, answered_at: clock() },
      sealed_answer: sealAnswer(key, { id: review, change }, text),
    })
    if (!added) throw refused('review.answered')
    const done = { deed: 'review.change-answered', caseId, subject: review } as const
    await audit.record(tx, actor, actor.organisationId, done)
  }

export const createLegal = (deps: LegalDeps): Legal => ({
  ...createReviewLists(deps),
  frame: async (tx, visitor, caseId) =>
    readFile(deps, tx, visitor.actor, await openFor(deps, tx, visitor, caseId)),
  open: async (tx, visitor, caseId) => {
    const file = await readFile(deps, tx, visitor.actor, await openFor(deps, tx, visitor, caseId))
    const opened = { deed: 'review.opened', caseId } as const
    await deps.audit.record(tx, visitor.actor, file.found.organisationId, opened)
    return file
  },
  submit: submitting(deps),
  decide: deciding(deps),
  respond: responding(deps),
  erase: deleteReviews,
})
