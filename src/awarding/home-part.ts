import type { HomeLight, HomePart } from '../accounts'
import type { Awards } from '../awards'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import { AWARDS } from './awarding-list.view'

const CAP = 1000

type Asked = Pick<Awards, 'count' | 'returnedTo'>

const toReview = async ({ count }: Asked, tx: Tx, actor: StaffActor): Promise<HomeLight[]> => {
  if (!isAllowed(actor, 'award.review')) return []
  const waiting = await count(tx, actor, 'case', { states: ['proposed'], cap: CAP })
  if (waiting === 0) return []
  return [{ lamp: 'amber', count: String(waiting), href: AWARDS, word: '奖励意见待审核' }]
}

const toProposeAnew = async (
  { returnedTo }: Asked,
  tx: Tx,
  actor: StaffActor,
): Promise<HomeLight[]> => {
  const cases = await returnedTo(tx, actor, CAP)
  const [first] = cases
  if (first === undefined) return []
  const href = `/staff/cases/${first}/reward`
  return [{ lamp: 'amber', count: String(cases.length), href, word: '奖励意见退回，要重新提' }]
}

/** What was proposed and waits for a principal; what went back to whoever proposed it. */
export const createAwardingHomePart =
  (awards: Asked) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => ({
    lights: [...(await toReview(awards, tx, actor)), ...(await toProposeAnew(awards, tx, actor))],
  })
