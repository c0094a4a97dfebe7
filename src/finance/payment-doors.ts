import type { Accounts, SecondFactor } from '../accounts'
import type { Lawbook } from '../lawbook'
import type { Payouts } from '../payouts'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'

export type PaymentDoorDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly lawbook: Lawbook
  readonly accounts: Pick<Accounts, 'namesOf'>
  readonly payouts: Payouts
  readonly secondFactor: Pick<SecondFactor, 'check'>
}

export const limitsIn = ({ lawbook, clock }: PaymentDoorDeps, tx: Tx) =>
  lawbook.limits(tx, { place: '*', on: dayOf(clock()) })

export const layoutsIn = ({ lawbook, clock }: PaymentDoorDeps, tx: Tx) =>
  lawbook.list(tx, 'bank-layout', { place: '*', on: dayOf(clock()) })
