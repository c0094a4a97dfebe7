import type { HomePart } from '../accounts'
import { dayInWords } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import { CHANGES } from './change-path'
import type { Changes } from './changes.service'
import type { Handover } from './handover.service'
import { personHref } from './people.view'
import { periodInWords } from './period.rules'
import type { Review } from './review.service'
import type { Substitutes } from './substitutes.service'

type Deps = {
  readonly changes: Changes
  readonly review: Review
  readonly handover: Handover
  readonly substitutes: Substitutes
}
type Notice = NonNullable<HomePart['notices']>[number]

const MOST = 20

const changesWait = async ({ changes }: Deps, tx: Tx, actor: StaffActor): Promise<Notice[]> => {
  const count = await changes.count(tx, actor)
  const text = `有 ${count} 项职责或单位的变更等您生效。`
  return count === 0 ? [] : [{ text, href: CHANGES }]
}

const reviewDue = async ({ review }: Deps, tx: Tx, actor: StaffActor): Promise<Notice[]> => {
  const period = await review.period(tx)
  if (await review.isFinished(tx, actor.organisationId, period)) return []
  const text = `${periodInWords(period)}的人员权限还没有核对完，${dayInWords(period.until)}以前要完成。`
  return [{ text, href: '/staff/admin/review' }]
}

const removalsWait = async ({ review }: Deps, tx: Tx, actor: StaffActor): Promise<Notice[]> => {
  const [first, ...others] = await review.removals(tx, actor)
  if (first === undefined) return []
  const whom = others.length === 0 ? '' : `等 ${others.length + 1} 人`
  const text = `权限核对要求取消${first.displayName}${whom}的职责，请提出变更或者停用账号。`
  return [{ text, href: personHref(first.id) }]
}

const casesWait = async (
  { handover, substitutes }: Deps,
  tx: Tx,
  actor: StaffActor,
): Promise<Notice[]> => {
  const gone = (await handover.burdened(tx, actor)).filter(one => one.gone)
  const cases = gone.reduce((sum, { load }) => sum + load, 0)
  const open = await substitutes.listOpen(tx, actor, { limit: MOST })
  const waiting: number[] = []
  for (const one of open) waiting.push(await substitutes.waiting(tx, actor, one, MOST))
  const keys = waiting.reduce((sum, count) => sum + count, 0)
  return [
    ...(cases === 0
      ? []
      : [{ text: `有 ${cases} 件案件的承办人已经离开，等待交接。`, href: '/staff/handover' }]),
    ...(keys === 0
      ? []
      : [{ text: `有 ${keys} 件案件等着交给代办人。`, href: '/staff/substitutes' }]),
  ]
}

/** What the first page says about people: what waits for a second person, what is due, what nobody handles. */
export const createStaffingHomePart =
  (deps: Deps) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => ({
    notices: [
      ...(isAllowed(actor, 'change.approve') ? await changesWait(deps, tx, actor) : []),
      ...(isAllowed(actor, 'access.review') ? await reviewDue(deps, tx, actor) : []),
      ...(isAllowed(actor, 'staff.propose') ? await removalsWait(deps, tx, actor) : []),
      ...(isAllowed(actor, 'case.hand-over') ? await casesWait(deps, tx, actor) : []),
    ],
  })
