import type { Holder } from '../desks'
import { openSealedKey, sealKeyTo, type SealPlace, type SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { CaseId } from '../vocabulary/ids'
import { insertSeals, listSeals, type SealRow } from './case-seals.repository'

export type Recipient = {
  readonly kind: Holder['kind']
  readonly id: string
  readonly version: number
  readonly publicKey: Buffer
}

export const placeOf = (caseId: CaseId, recipient: Omit<Recipient, 'publicKey'>): SealPlace => ({
  table: 'case_seals',
  column: 'sealed',
  row: caseId,
  recipient: `${recipient.kind}:${recipient.id}`,
  version: recipient.version,
})

/** Seals the case key to more readers. Who holds no key cannot call this: the key is an argument. */
export const sealCaseKey = async (
  tx: Tx,
  caseId: CaseId,
  key: SymmetricKey,
  ...to: readonly Recipient[]
): Promise<void> => {
  const sealTo = (one: Recipient): SealRow => ({
    case_id: caseId,
    recipient_kind: one.kind,
    recipient_id: one.id,
    version: one.version,
    sealed: sealKeyTo(one.publicKey, placeOf(caseId, one), key),
  })
  await insertSeals(tx, to.map(sealTo))
}

const holderOf = (row: SealRow, holders: readonly Holder[]): Holder | undefined =>
  holders.find(
    holder =>
      holder.kind === row.recipient_kind &&
      holder.id === row.recipient_id &&
      holder.version === row.version,
  )

/** The keys of those cases that one of the holders can open; the others are simply absent. */
export const openCaseKeys = async (
  tx: Tx,
  holders: readonly Holder[],
  caseIds: readonly CaseId[],
): Promise<Map<CaseId, SymmetricKey>> => {
  const keys = new Map<CaseId, SymmetricKey>()
  const rows = await listSeals(
    tx,
    caseIds,
    holders.map(holder => holder.id),
  )
  for (const row of rows) {
    const holder = holderOf(row, holders)
    if (holder === undefined || keys.has(row.case_id)) continue
    const opened = openSealedKey(holder.pair, placeOf(row.case_id, holder), row.sealed)
    keys.set(row.case_id, opened as SymmetricKey)
  }
  return keys
}

/** @throws not-found when no holder has a seal: a case one may not see does not exist */
export const openCaseKey = async (
  tx: Tx,
  holders: readonly Holder[],
  caseId: CaseId,
): Promise<SymmetricKey> => {
  const key = (await openCaseKeys(tx, holders, [caseId])).get(caseId)
  if (key === undefined) throw notFound('case')
  return key
}
