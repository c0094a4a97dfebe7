import { z } from 'zod'
import type { CaseId, DrawId, StaffId } from '../vocabulary/ids'

export const DrawPath = z.object({ drawId: z.uuid().transform(id => id as DrawId) })

const Ids = z
  .union([z.array(z.string()), z.string().transform(one => [one])])
  .catch([])
  .transform(ids => ids.filter(id => z.uuid().safeParse(id).success) as CaseId[])

/** `?case=…` once or more: what the page is drawn for. */
export const NewQuery = z.object({ case: Ids }).catch({ case: [] })

export const BoardQuery = z.object({
  before: z
    .string()
    .regex(/^\d{4}-\d{1,9}$/)
    .transform(text => {
      const [year, serial] = text.split('-').map(Number)
      return { year: year ?? 0, serial: serial ?? 0 }
    })
    .optional()
    .catch(undefined),
})

export type CaseNumber = { readonly year: number; readonly serial: number }

/** 2026-318, 〔2026〕00318, 医保举〔2026〕00318: one on a line. undefined for a line that is none of these. */
export const readNumbers = (text: string): (CaseNumber | undefined)[] =>
  text
    .split(/[\n、，,;；]/u)
    .map(line => line.trim())
    .filter(line => line !== '')
    .map(line => {
      const [, year, serial] = /^\D{0,6}(\d{4})\D{1,3}(\d{1,9})$/.exec(line.normalize('NFKC')) ?? []
      return year === undefined ? undefined : { year: Number(year), serial: Number(serial) }
    })

const Absent = z.record(z.string(), z.unknown())

/** `absent-<id>`: why this person does not stand in the pool. Only who is on the list, only known reasons. */
export const readAbsent = (
  body: unknown,
  people: readonly StaffId[],
  reasons: readonly string[],
): ReadonlyMap<StaffId, string> => {
  const sent = Absent.catch({}).parse(body)
  return new Map(
    people.flatMap(id => {
      const reason = sent[`absent-${id}`]
      return typeof reason === 'string' && reasons.includes(reason) ? [[id, reason]] : []
    }),
  )
}

export const NewForm = z.object({ once: z.uuid(), numbers: z.string().max(2000).catch('') })

export const WordForm = z.object({
  word: z
    .string('请写 4 到 32 个字母或者数字')
    .transform(text => text.normalize('NFKC').trim())
    .refine(text => /^[0-9A-Za-z]{4,32}$/.test(text), '请写 4 到 32 个字母或者数字'),
})

export const abandonForm = (grounds: readonly string[]) =>
  z.object({
    ground: z.string('请选为什么放弃').refine(code => grounds.includes(code), '请选为什么放弃'),
  })
