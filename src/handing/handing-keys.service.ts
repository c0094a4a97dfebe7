import { z } from 'zod'
import type { Holder, OpenDesk } from '../desks'
import { resealKey, type Resealer } from '../desks'
import {
  openField,
  openJson,
  openSealedKey,
  sealField,
  sealJson,
  sealKeyTo,
  type SealPlace,
  type SymmetricKey,
} from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { forbidden } from '../platform/errors'
import type { HandingId } from '../vocabulary/ids'
import type { Cover } from './handing'
import { countOldSeals, insertSeals, listSeals, saveSeal, takeOldSeals } from './seals.repository'

const placeOf = (
  handingId: HandingId,
  desk: { readonly id: string; readonly version: number },
): SealPlace => ({
  ...{ table: 'handing_seals', column: 'sealed', row: handingId },
  ...{ recipient: `desk:${desk.id}`, version: desk.version },
})

/** To these desks, and to nobody else: the words of a handing are read where it is sent and where it comes. */
export const sealHandingKey = (
  tx: Tx,
  id: HandingId,
  key: SymmetricKey,
  desks: readonly OpenDesk[],
): Promise<void> =>
  insertSeals(
    tx,
    desks.map(({ deskId, version, publicKey }) => ({
      ...{ handing_id: id, desk_id: deskId, version },
      sealed: sealKeyTo(publicKey, placeOf(id, { id: deskId, version }), key),
    })),
  )

/** Those that one of the holders opens; the others are absent. */
export const openHandingKeys = async (
  tx: Tx,
  holders: readonly Holder[],
  ids: readonly HandingId[],
): Promise<Map<HandingId, SymmetricKey>> => {
  const keys = new Map<HandingId, SymmetricKey>()
  const seals = await listSeals(
    tx,
    ids,
    holders.map(({ id }) => id),
  )
  for (const seal of seals) {
    const holder = holders.find(
      one => one.kind === 'desk' && one.id === seal.desk_id && one.version === seal.version,
    )
    if (holder === undefined || keys.has(seal.handing_id)) continue
    const opened = openSealedKey(holder.pair, placeOf(seal.handing_id, holder), seal.sealed)
    keys.set(seal.handing_id, opened as SymmetricKey)
  }
  return keys
}

/** @throws forbidden('case.no-key') while a new colleague waits for his key */
export const openHandingKey = async (
  tx: Tx,
  holders: readonly Holder[],
  id: HandingId,
): Promise<SymmetricKey> => {
  const key = (await openHandingKeys(tx, holders, [id])).get(id)
  if (key === undefined) throw forbidden('case.no-key')
  return key
}

type Column = 'sealed_back' | 'sealed_answer'
const field = (row: HandingId, column: Column | 'sealed_cover') => ({
  ...{ table: 'handings', column, row },
})
const disputeField = (row: HandingId, column: 'sealed_words' | 'sealed_reason') => ({
  ...{ table: 'handing_disputes', column, row },
})

const Brief = z.object({
  ...{ target: z.string(), when: z.string(), how: z.string() },
  ...{ amount: z.string(), where: z.string() },
})
const CoverShape = z.object({
  version: z.literal(1),
  target: z.string(),
  brief: Brief.nullable(),
  reason: z.string(),
})

export const sealCover = (key: SymmetricKey, id: HandingId, cover: Cover): Buffer =>
  sealJson(key, field(id, 'sealed_cover'), cover)
export const openCover = (key: SymmetricKey, id: HandingId, sealed: Buffer): Cover =>
  CoverShape.parse(openJson(key, field(id, 'sealed_cover'), sealed))

export const sealWords = (key: SymmetricKey, id: HandingId, column: Column, text: string): Buffer =>
  sealField(key, field(id, column), text)
export const openWords = (
  key: SymmetricKey,
  id: HandingId,
  column: Column,
  sealed: Buffer | null,
): string => (sealed === null ? '' : openField(key, field(id, column), sealed).toString('utf8'))

type DisputeColumn = 'sealed_words' | 'sealed_reason'
export const sealDispute = (
  key: SymmetricKey,
  id: HandingId,
  column: DisputeColumn,
  text: string,
): Buffer => sealField(key, disputeField(id, column), text)
export const openDispute = (
  key: SymmetricKey,
  id: HandingId,
  column: DisputeColumn,
  sealed: Buffer | null,
): string =>
  sealed === null ? '' : openField(key, disputeField(id, column), sealed).toString('utf8')

/** What was handed over, from an earlier version of a desk's key. */
export const handingResealer: Resealer = {
  left: countOldSeals,
  reseal: async (tx, work) => {
    const { deskId, version } = work.to
    const { skip, limit } = work
    const closed: string[] = []
    let done = 0
    for (const seal of await takeOldSeals(tx, { deskId, below: version, skip, limit })) {
      const sealed = resealKey(work, { version: seal.version, bytes: seal.sealed }, to =>
        placeOf(seal.handing_id, to),
      )
      if (sealed === undefined) closed.push(seal.handing_id)
      else {
        await saveSeal(tx, { ...seal, version, sealed })
        done += 1
      }
    }
    return { done, closed }
  },
}
