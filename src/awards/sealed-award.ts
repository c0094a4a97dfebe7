import { z } from 'zod'
import type { Holder, OpenDesk } from '../desks'
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
import type { AwardId, ReportId } from '../vocabulary/ids'
import type { AwardGrounds, AwardSummary } from './award'
import type { SealedAward } from './awards.repository'

const fieldOf = (row: AwardId, column: string) => ({ table: 'awards', column, row })

export const deskPlace = (
  row: AwardId,
  desk: { readonly id: string; readonly version: number },
): SealPlace => ({
  ...fieldOf(row, 'desk_sealed_key'),
  ...{ recipient: `desk:${desk.id}`, version: desk.version },
})
const reporterPlace = (row: AwardId, reportId: ReportId): SealPlace => ({
  ...fieldOf(row, 'reporter_sealed_key'),
  ...{ recipient: `reporter:${reportId}`, version: 1 },
})

type Recipients = {
  readonly caseKey: SymmetricKey
  readonly desk: OpenDesk
  readonly reporter: { readonly reportId: ReportId; readonly publicKey: Buffer }
}

/** For the reporter, for the finance desk, and for whoever opens the case. */
export const sealAwardKey = (
  id: AwardId,
  key: SymmetricKey,
  { caseKey, desk, reporter }: Recipients,
) => ({
  case_sealed_key: sealField(caseKey, fieldOf(id, 'case_sealed_key'), key),
  reporter_sealed_key: sealKeyTo(reporter.publicKey, reporterPlace(id, reporter.reportId), key),
  ...{ desk_id: desk.deskId, desk_version: desk.version },
  desk_sealed_key: sealKeyTo(
    desk.publicKey,
    deskPlace(id, { id: desk.deskId, version: desk.version }),
    key,
  ),
})

/** By the finance desk or the reporter. undefined for everybody else. */
export const openAwardKey = (
  award: SealedAward,
  holders: readonly Holder[],
): SymmetricKey | undefined => {
  const { id, reportId } = award
  const desk = holders.find(
    one => one.kind === 'desk' && one.id === award.deskId && one.version === award.deskVersion,
  )
  if (desk !== undefined)
    return openSealedKey(desk.pair, deskPlace(id, desk), award.deskSealedKey) as SymmetricKey
  const reporter = holders.find(one => one.kind === 'reporter' && one.id === reportId)
  if (reporter === undefined) return undefined
  const place = reporterPlace(id, reportId)
  return openSealedKey(reporter.pair, place, award.reporterSealedKey) as SymmetricKey
}

export const openUnderCase = (
  { id, caseSealedKey }: SealedAward,
  caseKey: SymmetricKey,
): SymmetricKey => openField(caseKey, fieldOf(id, 'case_sealed_key'), caseSealedKey) as SymmetricKey

const digits = z.string().regex(/^\d+$/)

const Line = z.object({
  what: z.string(),
  of: digits.optional(),
  rate: z.string().optional(),
  times: z.string().optional(),
  grade: z.string().optional(),
  amount: z.string().regex(/^-?\d+$/),
})

const Summary = z.object({
  version: z.literal(1),
  caseNumber: z.string(),
  decision: z.string(),
  ruleTitle: z.string(),
  ruleDocument: z.string(),
  grade: z.string(),
  subject: z.enum(['', 'unit', 'individual']),
  insider: z.boolean(),
  rate: z.string(),
  match: z.enum(['full', 'partly', 'no']),
  loss: digits,
  basis: digits,
  lines: z.array(Line),
  against: z.string(),
})

const Answer = z.object({ code: z.string(), yes: z.boolean() })
const Grounds = z.object({
  version: z.literal(1),
  conditions: z.array(Answer),
  exclusions: z.array(Answer),
  conditionsWhy: z.string(),
  exclusionsWhy: z.string(),
})

export const sealSummary = (key: SymmetricKey, id: AwardId, summary: AwardSummary): Buffer =>
  sealJson(key, fieldOf(id, 'sealed_summary'), summary)
export const openSummary = (key: SymmetricKey, { id, sealedSummary }: SealedAward): AwardSummary =>
  Summary.parse(openJson(key, fieldOf(id, 'sealed_summary'), sealedSummary))

export const sealGrounds = (caseKey: SymmetricKey, id: AwardId, grounds: AwardGrounds): Buffer =>
  sealJson(caseKey, fieldOf(id, 'sealed_grounds'), grounds)
export const openGrounds = (
  caseKey: SymmetricKey,
  { id, sealedGrounds }: SealedAward,
): AwardGrounds => Grounds.parse(openJson(caseKey, fieldOf(id, 'sealed_grounds'), sealedGrounds))

export const sealNote = (key: SymmetricKey, id: AwardId, note: string): Buffer =>
  sealField(key, fieldOf(id, 'sealed_note'), note)
export const openNote = (key: SymmetricKey, { id, sealedNote }: SealedAward): string =>
  sealedNote === null ? '' : openField(key, fieldOf(id, 'sealed_note'), sealedNote).toString('utf8')
