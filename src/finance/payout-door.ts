import type { Accounts, SecondFactor } from '../accounts'
import type { Awards } from '../awards'
import type { Cases } from '../cases'
import type { Lawbook } from '../lawbook'
import type { Payouts } from '../payouts'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { KnownError } from '../platform/errors'
import type { FormState } from '../platform/http/form'
import type { Random } from '../platform/random'
import type { Receipts } from '../receipts'
import { refusals } from '../vocabulary/refusals'

/** What the pages of money on its way stand on. */
export type PayoutDoorDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly lawbook: Lawbook
  readonly accounts: Pick<Accounts, 'namesOf'>
  readonly awards: Pick<Awards, 'course'>
  readonly cases: Pick<Cases, 'openByReceipt'>
  readonly payouts: Payouts
  readonly receipts: Pick<Receipts, 'readCode' | 'deriveAll'>
  readonly secondFactor: Pick<SecondFactor, 'check'>
}

export const PAGE = 50

/** What is refused, as it is said on the page that was sent. */
export const sentenceOf = ({ code, values }: KnownError): string => {
  const { title = '', text = '' } = refusals[code] ?? {}
  const filled = text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
  return `${title}。${filled}`
}

export const typedIn = (body: unknown): FormState['values'] =>
  Object.fromEntries(
    Object.entries(typeof body === 'object' && body !== null ? body : {}).filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string',
    ),
  )

type Choices = 'claim-return' | 'payment-reversal' | 'clawback-ground' | 'bank-layout'

/** Entries of the law book to choose from. */
export const choicesOf = async (
  { lawbook, clock }: Pick<PayoutDoorDeps, 'lawbook' | 'clock'>,
  tx: Tx,
  kind: Choices,
) => {
  const entries = await lawbook.list(tx, kind, { place: '*', on: dayOf(clock()) })
  return entries.map(({ code, data }) => ({ code, words: data.name, chosen: false }))
}
