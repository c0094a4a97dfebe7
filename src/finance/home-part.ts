import type { HomeLight, HomePart } from '../accounts'
import type { Awards } from '../awards'
import type { Budget } from '../budget'
import type { Payouts } from '../payouts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import { BATCHES } from './batches.view'
import { BUDGET } from './budget.view'
import { CLAIMS } from './claims.view'
import { RECONCILE } from './reconcile.view'
import { REWARDS } from './rewards.view'

const CAP = 1000

type Asked = {
  readonly awards: Pick<Awards, 'count'>
  readonly budget: Pick<Budget, 'waiting'>
  readonly payouts: Pick<Payouts, 'waiting'>
}

const light = (count: number, href: string, word: string): HomeLight[] =>
  count === 0 ? [] : [{ lamp: 'amber', count: String(count), href, word }]

const toApprove = async ({ awards }: Asked, tx: Tx, actor: StaffActor): Promise<HomeLight[]> => {
  if (!isAllowed(actor, 'reward.approve')) return []
  const waiting = await awards.count(tx, actor, 'finance', { states: ['reviewed'], cap: CAP })
  return light(waiting, REWARDS, '奖励待财务审批')
}

const ofPayments = async ({ payouts }: Asked, tx: Tx, actor: StaffActor): Promise<HomeLight[]> => {
  if (!isAllowed(actor, 'payment.view')) return []
  const { toCheck, toRelease, failed } = await payouts.waiting(tx, actor, CAP)
  return [
    ...light(toCheck, CLAIMS, '收款信息待核对'),
    ...light(toRelease, BATCHES, '付款批次待放行'),
    ...light(failed, RECONCILE, '没有付成的款'),
  ]
}

/** Changes of the budget that wait for another's answer. */
const ofBudget = async ({ budget }: Asked, tx: Tx, actor: StaffActor): Promise<HomeLight[]> => {
  if (!isAllowed(actor, 'budget.change')) return []
  const waiting = await budget.waiting(tx, actor.organisationId)
  const others = waiting.filter(({ askedBy }) => askedBy !== actor.id)
  return light(others.length, BUDGET, '奖励预算待批准')
}

/** What waits for this person of the finance side. */
export const createFinanceHomePart =
  (rooms: Asked) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => ({
    lights: [
      ...(await toApprove(rooms, tx, actor)),
      ...(await ofPayments(rooms, tx, actor)),
      ...(await ofBudget(rooms, tx, actor)),
    ],
  })
