import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { ClaimFacts, FollowupDeps } from './followup'
import type { Visitor } from './followup.service'

type Award = NonNullable<ClaimFacts['award']>

const againstOf = async (
  { lawbook }: FollowupDeps,
  tx: Tx,
  { summary, decidedOn }: Award,
): Promise<string> => {
  if (summary.against === '') return ''
  const test = await lawbook.find(tx, 'reward-test', summary.against, {
    place: '*',
    on: decidedOn,
  })
  return test?.data.words ?? ''
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

/** What was told of a reward, opened with the reporter's own key. */
export const claimFacts = async (
  deps: FollowupDeps,
  tx: Tx,
  { holder, reportId }: Visitor,
): Promise<ClaimFacts> => {
  const { awards, payouts, cases, clock } = deps
  const award = await awards.told(tx, holder)
  const claims = award === undefined ? [] : await payouts.claims.own(tx, holder, award.id)
  return {
    ...{ award, claims },
    left: award === undefined ? 0n : await payouts.claims.left(tx, award),
    hasWord: await payouts.words.hasWord(tx, holder),
    atOffice: (await cases.codeStateOf(tx, reportId)).seenByOfficer,
    against: award === undefined ? '' : await againstOf(deps, tx, award),
    returned: await returnedOf(deps, tx, claims),
    today: dayOf(clock()),
  }
}
