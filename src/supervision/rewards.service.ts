import { awardNumber, toldAt, type Awards, type CaseAwards } from '../awards'
import type { Case } from '../cases'
import type { Lawbook, LawPoint } from '../lawbook'
import type { Payouts, ToldClawback } from '../payouts'
import { dayOf } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { RewardLine } from './supervision'

export type RewardDeps = {
  readonly awards: Pick<Awards, 'toldOfCase'>
  readonly payouts: { readonly clawbacks: Pick<Payouts['clawbacks'], 'told'> }
  readonly lawbook: Lawbook
}

type Award = CaseAwards['awards'][number]

const numberOf = ({ year, serial, fen }: Award) => ({ number: awardNumber(year, serial), fen })

const awardLine = async (
  { lawbook }: RewardDeps,
  tx: Tx,
  award: Award,
  at: LawPoint,
): Promise<RewardLine> => {
  const { id, kind, summary, grounds } = award
  const test = await lawbook.find(tx, 'reward-test', summary.against, at)
  return {
    ...{ ...numberOf(award), id, kind, ground: test?.data.words ?? '' },
    on: dayOf(toldAt(award) ?? award.proposedAt),
    reasons: [grounds.conditionsWhy, grounds.exclusionsWhy],
  }
}

const clawbackLine = async (
  { lawbook }: RewardDeps,
  tx: Tx,
  { award, back }: { readonly award: Award; readonly back: ToldClawback },
  at: LawPoint,
): Promise<RewardLine> => {
  const ground = await lawbook.find(tx, 'clawback-ground', back.ground, at)
  const { id, on } = back
  const words = ground?.data.name ?? ''
  return { ...numberOf(award), id, kind: 'asked-back', on, ground: words, reasons: [] }
}

/** What was told of a reward to whoever objects, and of asking it back: what the objection may be about. */
export const rewardsOf = async (
  deps: RewardDeps,
  tx: Tx,
  { id, regionCode }: Case,
  key: SymmetricKey,
): Promise<RewardLine[]> => {
  const lines: RewardLine[] = []
  const place = regionCode ?? '*'
  for (const award of await deps.awards.toldOfCase(tx, key, id)) {
    const back = await deps.payouts.clawbacks.told(tx, award.id)
    if (back !== undefined)
      lines.push(await clawbackLine(deps, tx, { award, back }, { place, on: back.on }))
    lines.push(await awardLine(deps, tx, award, { place, on: award.decidedOn }))
  }
  return lines
}
