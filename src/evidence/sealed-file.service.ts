import { z } from 'zod'
import { getFormat, type OpenFile } from '../files'
import type { Blobs } from '../platform/blobs'
import {
  asSymmetricKey,
  decryptRange,
  openField,
  openJson,
  sealedSize,
  sealField,
  sealJson,
  type SymmetricKey,
} from '../platform/crypto'
import type { EvidenceFile } from './evidence'
import type { EvidenceRow } from './evidence.repository'

const Meta = z.object({
  name: z.string(),
  format: z.string(),
  size: z.number().int(),
  sha256: z.string(),
  note: z.string(),
  locked: z.boolean(),
  whole: z.boolean(),
})
export type Meta = z.output<typeof Meta>

/** What is known of the copy for viewing: its length, or how many pages the document has. */
const CopyMeta = z.object({
  type: z.string().optional(),
  size: z.number().int().optional(),
  pages: z.number().int().optional(),
})
export type CopyMeta = z.output<typeof CopyMeta>

type Column = 'sealed_key' | 'sealed_meta' | 'sealed_clean_key' | 'sealed_clean_meta'
const place = (column: Column, row: string) => ({ table: 'evidence_files', column, row })

export const sealMeta = (caseKey: SymmetricKey, id: string, meta: Meta): Buffer =>
  sealJson(caseKey, place('sealed_meta', id), meta)

export const sealFileKey = (caseKey: SymmetricKey, id: string, fileKey: SymmetricKey): Buffer =>
  sealField(caseKey, place('sealed_key', id), fileKey)

export const sealCopyKey = (caseKey: SymmetricKey, id: string, copyKey: SymmetricKey): Buffer =>
  sealField(caseKey, place('sealed_clean_key', id), copyKey)

export const sealCopyMeta = (caseKey: SymmetricKey, id: string, meta: CopyMeta): Buffer =>
  sealJson(caseKey, place('sealed_clean_meta', id), meta)

export const openMeta = (caseKey: SymmetricKey, row: EvidenceRow): Meta =>
  Meta.parse(openJson(caseKey, place('sealed_meta', row.id), row.sealed_meta))

export const openCopyMeta = (caseKey: SymmetricKey, row: EvidenceRow): CopyMeta =>
  row.sealed_clean_meta === null
    ? {}
    : CopyMeta.parse(openJson(caseKey, place('sealed_clean_meta', row.id), row.sealed_clean_meta))

export const toEvidenceFile = (caseKey: SymmetricKey, row: EvidenceRow): EvidenceFile => {
  const meta = openMeta(caseKey, row)
  const { shelf, type } = getFormat(meta.format)
  return {
    id: row.id,
    caseId: row.case_id,
    reportId: row.report_id,
    messageId: row.message_id,
    source: row.source,
    stage: row.stage,
    addedOn: row.on_day,
    scan: row.scan,
    shelf,
    type,
    ...meta,
  }
}

const openBlob = (
  blobs: Blobs,
  blob: { readonly id: string; readonly key: SymmetricKey; readonly length: number },
  type: string,
): OpenFile => ({
  type,
  size: blob.length,
  read: (start, endInclusive) =>
    decryptRange(
      {
        fileKey: blob.key,
        fileId: blob.id,
        size: sealedSize(blob.length),
        length: blob.length,
        read: (from, to) => blobs.read(blob.id, from, to),
      },
      start,
      endInclusive,
    ),
})

export const openOriginalBlob = (
  blobs: Blobs,
  caseKey: SymmetricKey,
  row: EvidenceRow,
): OpenFile => {
  const { format, size } = openMeta(caseKey, row)
  const key = asSymmetricKey(openField(caseKey, place('sealed_key', row.id), row.sealed_key))
  return openBlob(blobs, { id: row.blob_id, key, length: size }, getFormat(format).type)
}

/** undefined when no copy has been made */
export const openCopyBlob = (
  blobs: Blobs,
  caseKey: SymmetricKey,
  row: EvidenceRow,
): OpenFile | undefined => {
  const { type, size } = openCopyMeta(caseKey, row)
  if (row.clean_blob_id === null || row.sealed_clean_key === null) return undefined
  if (type === undefined || size === undefined) return undefined
  const sealed = openField(caseKey, place('sealed_clean_key', row.id), row.sealed_clean_key)
  return openBlob(blobs, { id: row.clean_blob_id, key: asSymmetricKey(sealed), length: size }, type)
}
