import type { StaffKeys } from '../accounts'
import { keyOfAdmitted } from '../cases'
import { dayOf, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { CaseId } from '../vocabulary/ids'
import type { Legal, LegalDeps } from './legal'
import type { Review, ReviewRow } from './review'
import { nextPlace } from './review-course'
import { lampOf, readFile } from './review-file.service'
import { countWaiting, findReview, listGiven, listWaiting, toReview } from './reviews.repository'

/** Counting stops here: what a page costs must not grow with what waits. */
const COUNT_CAP = 1000

const targetsOf = async (
  { cases, desks, masking }: LegalDeps,
  tx: Tx,
  keys: StaffKeys,
  caseIds: readonly CaseId[],
): Promise<ReadonlyMap<CaseId, string>> => {
  const open = await cases.keysOf(tx, await desks.holdersOf(tx, keys), caseIds)
  const titles = await cases.titlesOf(tx, open)
  const targets = new Map<CaseId, string>()
  for (const [caseId, key] of open) {
    const { text } = await masking.maskOf(tx, { caseId, key })
    targets.set(caseId, text(titles.get(caseId)?.target ?? ''))
  }
  return targets
}

const rowOf = async (
  deps: LegalDeps,
  tx: Tx,
  review: Review,
  { today, target }: { readonly today: Day; readonly target: string },
): Promise<ReviewRow> => {
  const found = await deps.cases.get(tx, review.caseId)
  return {
    ...{ review, found, target },
    body: (await deps.organisations.get(tx, found.organisationId)).name,
    lamp: await lampOf(deps, tx, today, review.dueOn),
  }
}

const listing =
  (deps: LegalDeps): Legal['list'] =>
  async (tx, { actor, keys }, { done, after }) => {
    const today = dayOf(deps.clock())
    const size = (await deps.lawbook.limits(tx, { place: '*', on: today }))['review.page']
    const read = done ? listGiven : listWaiting
    const found = (await read(tx, actor, { after, limit: size + 1 })).map(toReview)
    const page = found.slice(0, size)
    const ids = page.map(({ caseId }) => caseId)
    const targets = await targetsOf(deps, tx, keys, ids)
    const rows: ReviewRow[] = []
    for (const review of page) {
      const target = targets.get(review.caseId) ?? ''
      rows.push(await rowOf(deps, tx, review, { today, target }))
    }
    const last = found.length > size ? page.at(-1) : undefined
    return { rows, next: last === undefined ? '' : nextPlace(done, last) }
  }

/** What lay at the desk is gone from it; one's own opinion stays readable, with what it was about. */
const reading =
  (deps: LegalDeps): Legal['own'] =>
  async (tx, { actor, keys }, id) => {
    const { audit, cases, desks, masking } = deps
    const row = await findReview(tx, id)
    if (row?.reviewed_by !== actor.id) throw notFound('review')
    const caseId = row.case_id
    if (await cases.isExcluded(tx, caseId, actor.id)) throw notFound('review')
    const found = await cases.get(tx, caseId)
    const key = await keyOfAdmitted(cases, tx, await desks.holdersOf(tx, keys), caseId)
    const mask = await masking.maskOf(tx, { caseId, key })
    const file = await readFile(deps, tx, actor, { found, key, mask })
    const opened = { deed: 'review.opened', caseId, subject: id } as const
    await audit.record(tx, actor, found.organisationId, opened)
    const reviews = file.reviews.filter(one => one.id === id)
    return { ...file, reviews, files: [], brief: undefined, facts: { ...file.facts, summary: [] } }
  }

const finding =
  ({ accounts, cases, lawbook, clock }: LegalDeps): Legal['past'] =>
  async (tx, actor, { caseId, seen }) => {
    const row = await findReview(tx, seen)
    if (row?.case_id !== caseId || row.organisation_id !== actor.organisationId) return undefined
    if (row.reviewed_by === null || (await cases.isExcluded(tx, caseId, actor.id))) return undefined
    const names = await accounts.namesOf(tx, [row.reviewed_by])
    const { regionCode } = await cases.get(tx, caseId)
    const at = { place: regionCode ?? '*', on: dayOf(clock()) }
    const points = await lawbook.list(tx, 'review-point', at)
    return {
      review: toReview(row),
      by: names.get(row.reviewed_by) ?? '同事',
      points: points.map(({ code, data }) => ({ code, name: data.name })),
    }
  }

export const createReviewLists = (
  deps: LegalDeps,
): Pick<Legal, 'list' | 'count' | 'own' | 'past'> => ({
  past: finding(deps),
  list: listing(deps),
  count: (tx, actor) => countWaiting(tx, actor, { today: dayOf(deps.clock()), cap: COUNT_CAP }),
  own: reading(deps),
})
