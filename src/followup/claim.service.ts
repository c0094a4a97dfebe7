import { toldAt } from '../awards'
import { bouncedShares, type ToldClawback } from '../payouts'
import { dayOf, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { ClaimFacts, Decided, FollowupDeps } from './followup'
import type { Visitor } from './followup.service'

type Award = NonNullable<ClaimFacts['award']>

const againstOf = async (
  { lawbook }: FollowupDeps,
  tx: Tx,
  { summary }: Award,
  today: Day,
): Promise<string> => {
  if (summary.against === '') return ''
  // In the words of today: those of before named what has to hold, not what did not.
  const test = await lawbook.find(tx, 'reward-test', summary.against, { place: '*', on: today })
  return test?.data.told ?? test?.data.words ?? ''
}

const returnedOf = async (
  { lawbook }: FollowupDeps,
  tx: Tx,
  [latest]: ClaimFacts['claims'],
): Promise<string> => {
  if (latest?.state !== 'returned' || latest.returnGround === null) return ''
  const at = { place: '*', on: latest.madeOn }
  return (await lawbook.find(tx, 'claim-return', latest.returnGround, at))?.data.told ?? ''
}

const bouncedOf = async (
  { payouts }: FollowupDeps,
  tx: Tx,
  [latest]: ClaimFacts['claims'],
): Promise<number[]> =>
  latest === undefined || latest.state === 'returned'
    ? []
    : bouncedShares(await payouts.paymentsOf(tx, latest.awardId), latest.id)

const askedBackOf = async (
  { lawbook }: FollowupDeps,
  tx: Tx,
  { ground, on }: ToldClawback,
): Promise<string> =>
  (await lawbook.find(tx, 'clawback-ground', ground, { place: '*', on }))?.data.name ?? ''

type RewardFacts = Pick<ClaimFacts, 'award' | 'clawback'>

/** What was told of a reward, opened with the reporter's own key, and of asking it back. */
export const rewardOf = async (
  { awards, payouts }: FollowupDeps,
  tx: Tx,
  { holder }: Visitor,
): Promise<RewardFacts> => {
  const award = await awards.told(tx, holder)
  return { award, clawback: award && (await payouts.clawbacks.told(tx, award.id)) }
}

/** What the reporter may object to besides the decisions of the case. */
export const rewardDecisions = ({ award, clawback }: RewardFacts): Decided[] => {
  const at = award && toldAt(award)
  if (award === undefined || at == null) return []
  const name = award.kind === 'refusal' ? '不予奖励' : '奖励的金额'
  return [
    ...(clawback === undefined ? [] : [{ ...clawback, name: '追回奖励', madeOn: clawback.on }]),
    { id: award.id, name, madeOn: dayOf(at) },
  ]
}

/** What was told of a reward, and how far its payment is. */
export const claimFacts = async (
  deps: FollowupDeps,
  tx: Tx,
  visitor: Visitor,
): Promise<ClaimFacts> => {
  const { payouts, cases, clock } = deps
  const { holder, reportId } = visitor
  const today = dayOf(clock())
  const { award, clawback } = await rewardOf(deps, tx, visitor)
  const claims = award === undefined ? [] : await payouts.claims.own(tx, holder, award.id)
  return {
    ...{ award, claims, clawback, today },
    left: award === undefined ? 0n : await payouts.claims.left(tx, award),
    hasWord: await payouts.words.hasWord(tx, holder),
    atOffice: (await cases.codeStateOf(tx, reportId)).seenByOfficer,
    bounced: await bouncedOf(deps, tx, claims),
    against: award === undefined ? '' : await againstOf(deps, tx, award, today),
    returned: await returnedOf(deps, tx, claims),
    askedBack: clawback === undefined ? '' : await askedBackOf(deps, tx, clawback),
  }
}
