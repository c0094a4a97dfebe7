import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { StaffKeys } from '../accounts'
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
import type { StaffId } from '../vocabulary/ids'
import type { Batch, SheetInfo } from './batch'
import { fields } from './batch.rules'
import { findPart, insertPart } from './batches.repository'

const PART = 1024 * 1024

const keyPlace = (id: string, staffId: StaffId): SealPlace => ({
  ...{ table: 'batches', column: 'sealed_key', row: id },
  ...{ recipient: `staff:${staffId}`, version: 1 },
})
const sheetPlace = (id: string) => ({ table: 'batches', column: 'sealed_sheet', row: id })
const partPlace = (id: string, part: number) => ({
  ...{ table: 'batch_parts', column: 'sealed', row: `${id}.${part}` },
})

export const sealFileKey = (id: string, keys: StaffKeys, key: SymmetricKey): Buffer =>
  sealKeyTo(keys.publicKey, keyPlace(id, keys.staffId), key)

/** Only who brought the file opens it. */
export const openFileKey = (batch: Batch, keys: StaffKeys): SymmetricKey =>
  openSealedKey(keys, keyPlace(batch.id, batch.staffId), batch.sealedKey) as SymmetricKey

/** A file is known again without being opened; nobody without the key of the body's installation can try one. */
export const printOf = (key: Buffer, bytes: Buffer): Buffer =>
  createHmac('sha256', key).update(bytes).digest()

export const storeParts = async (
  tx: Tx,
  id: string,
  { key, bytes }: { readonly key: SymmetricKey; readonly bytes: Buffer },
): Promise<void> => {
  for (let part = 0; part * PART < bytes.length; part += 1) {
    const piece = bytes.subarray(part * PART, (part + 1) * PART)
    await insertPart(tx, { batch_id: id, part, sealed: sealField(key, partPlace(id, part), piece) })
  }
}

/** undefined when its time was over and it is gone. */
export const openParts = async (
  tx: Tx,
  id: string,
  key: SymmetricKey,
): Promise<Buffer | undefined> => {
  const pieces: Buffer[] = []
  for (let part = 0; ; part += 1) {
    const sealed = await findPart(tx, id, part)
    if (sealed === undefined) break
    pieces.push(openField(key, partPlace(id, part), sealed))
  }
  return pieces.length === 0 ? undefined : Buffer.concat(pieces)
}

const Info = z.object({
  name: z.string(),
  headers: z.array(z.string()),
  mapping: z.partialRecord(z.enum(fields), z.number()),
})

export const sealInfo = (id: string, key: SymmetricKey, info: SheetInfo): Buffer =>
  sealJson(key, sheetPlace(id), info)

export const openInfo = (batch: Batch, key: SymmetricKey): SheetInfo => {
  const { mapping, ...rest } = Info.parse(openJson(key, sheetPlace(batch.id), batch.sealedSheet))
  return { ...rest, mapping: mapping }
}
