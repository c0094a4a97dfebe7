import { z } from 'zod'
import { openField, openJson, sealField, sealJson, type SymmetricKey } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { TransferId } from '../vocabulary/ids'
import type { PackFile, TransferContent } from './transfer'
import { findPiece, insertPiece, type FileRow } from './transfers.repository'

type Column = 'sealed_content' | 'sealed_refusal' | 'sealed_receipt' | 'sealed_answer'
const place = (column: Column, row: string) => ({ table: 'transfers', column, row })
const metaPlace = (row: string) => ({ table: 'transfer_files', column: 'sealed_meta', row })
const piecePlace = (fileId: string, part: number) => ({
  ...{ table: 'transfer_pieces', column: 'sealed', row: `${fileId}.${part}` },
})

const Content = z.object({
  receiverName: z.string(),
  reason: z.string(),
  report: z.string(),
  items: z.array(z.string()),
})

export const sealContent = (key: SymmetricKey, id: string, content: TransferContent): Buffer =>
  sealJson(key, place('sealed_content', id), Content.parse(content))

export const openContent = (key: SymmetricKey, id: string, sealed: Buffer): TransferContent =>
  Content.parse(openJson(key, place('sealed_content', id), sealed))

const Receipt = z.object({ who: z.string(), number: z.string() })
type ReceiptWords = z.output<typeof Receipt>

export const sealReceipt = (key: SymmetricKey, id: string, words: ReceiptWords): Buffer =>
  sealJson(key, place('sealed_receipt', id), words)

export const openReceipt = (key: SymmetricKey, id: string, sealed: Buffer): ReceiptWords =>
  Receipt.parse(openJson(key, place('sealed_receipt', id), sealed))

export const sealWords = (
  key: SymmetricKey,
  id: string,
  column: 'sealed_refusal' | 'sealed_answer',
  words: string,
): Buffer => sealField(key, place(column, id), words)

export const openWords = (
  key: SymmetricKey,
  id: string,
  column: 'sealed_refusal' | 'sealed_answer',
  sealed: Buffer | null,
): string => (sealed === null ? '' : openField(key, place(column, id), sealed).toString('utf8'))

const Meta = z.object({
  ...{ name: z.string(), material: z.string(), type: z.string() },
  ...{ size: z.number(), sha256: z.string() },
})

export const sealMeta = (key: SymmetricKey, file: PackFile): Buffer =>
  sealJson(key, metaPlace(file.id), Meta.parse(file))

export const openMeta = (key: SymmetricKey, row: FileRow): PackFile => ({
  ...{ id: row.id, ordinal: row.ordinal },
  ...Meta.parse(openJson(key, metaPlace(row.id), row.sealed_meta)),
})

const PIECE = 1024 * 1024

type At = { readonly transferId: TransferId; readonly fileId: string; readonly key: SymmetricKey }

/** Cuts what comes into pieces and keeps them. */
export const keepPieces = (tx: Tx, { transferId, fileId, key }: At) => {
  let part = 0
  return async (bytes: Buffer): Promise<void> => {
    for (let from = 0; from < bytes.length; from += PIECE) {
      const sealed = sealField(key, piecePlace(fileId, part), bytes.subarray(from, from + PIECE))
      await insertPiece(tx, { transferId, fileId }, { part, sealed })
      part += 1
    }
  }
}

/** One piece in memory at a time; each is proved to be the one that was kept. */
export async function* readPieces(db: Db, { transferId, fileId, key }: At): AsyncGenerator<Buffer> {
  for (let part = 0; ; part += 1) {
    const sealed = await db.inTransaction(tx => findPiece(tx, { transferId, fileId }, part))
    if (sealed === undefined) return
    yield openField(key, piecePlace(fileId, part), sealed)
  }
}
