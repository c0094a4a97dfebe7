import { z } from 'zod'
import { openJson, sealJson, type SymmetricKey } from '../platform/crypto'
import type { ItemWords, RecordItem } from './record'
import type { ItemRow } from './records.repository'

const Words = z.object({
  title: z.string(),
  place: z.string(),
  text: z.string(),
  pages: z.number().int().nullable(),
  remark: z.string(),
})

const place = (id: string) => ({ table: 'record_items', column: 'sealed_words', row: id })

export const sealWords = (key: SymmetricKey, id: string, words: ItemWords): Buffer =>
  sealJson(key, place(id), words)

export const toItem = (key: SymmetricKey, row: ItemRow): RecordItem => ({
  id: row.id,
  caseId: row.case_id,
  serial: row.serial,
  version: row.version,
  kind: row.kind,
  evidenceId: row.evidence_id,
  madeOn: row.made_on,
  first: row.first_officer,
  second: row.second_officer,
  addedAt: row.added_at,
  confirmedAt: row.confirmed_at,
  words: Words.parse(openJson(key, place(row.id), row.sealed_words)),
})
