import { z } from 'zod'
import { openField, openJson, sealField, sealJson, type SymmetricKey } from '../platform/crypto'
import type { ReviewId } from '../vocabulary/ids'
import type { Answer, OpenReview, Opinion } from './review'
import { toReview, type AnswerRow, type ReviewTableRow } from './reviews.repository'

const OpinionShape = z.object({
  points: z.array(
    z.object({ code: z.string(), name: z.string(), passed: z.boolean(), text: z.string() }),
  ),
  text: z.string(),
  changes: z.array(z.string()),
})

const notePlace = (row: string) => ({ table: 'case_reviews', column: 'sealed_note', row })
const opinionPlace = (row: string) => ({ table: 'case_reviews', column: 'sealed_opinion', row })
const answerPlace = (row: string, change: number) => ({
  table: 'case_review_answers',
  column: 'sealed_answer',
  row: `${row}:${change}`,
})

export const sealNote = (key: SymmetricKey, id: ReviewId, note: string): Buffer =>
  sealField(key, notePlace(id), note)

export const sealOpinion = (key: SymmetricKey, id: ReviewId, opinion: Opinion): Buffer =>
  sealJson(key, opinionPlace(id), opinion)

export const sealAnswer = (
  key: SymmetricKey,
  at: { readonly id: ReviewId; readonly change: number },
  text: string,
): Buffer => sealField(key, answerPlace(at.id, at.change), text)

const openAnswer = (key: SymmetricKey, row: AnswerRow): Answer => ({
  change: row.change,
  by: row.staff_id,
  at: row.answered_at,
  text: openField(key, answerPlace(row.review_id, row.change), row.sealed_answer).toString('utf8'),
})

export const openReview = (
  key: SymmetricKey,
  row: ReviewTableRow,
  answers: readonly AnswerRow[],
): OpenReview => ({
  ...toReview(row),
  note: openField(key, notePlace(row.id), row.sealed_note).toString('utf8'),
  opinion:
    row.sealed_opinion === null
      ? undefined
      : OpinionShape.parse(openJson(key, opinionPlace(row.id), row.sealed_opinion)),
  answers: answers.filter(one => one.review_id === row.id).map(one => openAnswer(key, one)),
})
