import { z } from 'zod'
import type { Day } from '../platform/clock'
import type { TypeAnswer, WhatAnswer } from '../vocabulary/report-answers'
import { bare, billNumber, line } from '../vocabulary/typing'
import { optionally, readBy, readProse, several, typed } from './fields.schema'
import { readAmount, readTraceCode, readWhen } from './papers.rules'
import { unsureBehaviour } from './target.rules'

const ticked = typed.transform(value => value !== '')

export type FactLimits = {
  readonly text: number
  readonly short: number
  readonly bill: number
  readonly hide: number
}

/** `known` are the codes of the lawbook; any other is dropped, and none left means nothing was chosen. */
export const typeForm = (limits: FactLimits, known: ReadonlySet<string>) =>
  z
    .object({
      behaviours: several.transform(codes => [...new Set(codes.filter(code => known.has(code)))]),
      unsure: ticked,
      department: readBy(readProse({ most: limits.short }, line)),
      trace_code: readBy(optionally(readTraceCode)),
      bill_number: readBy(optionally(readProse({ most: limits.bill }, billNumber))),
    })
    .transform(({ behaviours, ...form }, context): TypeAnswer => {
      // A plain client may send 拿不准 as the behaviour that it is in the lawbook.
      const unsure = form.unsure || behaviours.includes(unsureBehaviour)
      const codes = behaviours.filter(code => code !== unsureBehaviour)
      if (codes.length === 0 && !unsure)
        context.addIssue({
          code: 'custom',
          path: ['behaviours'],
          message: '请选一种行为，说不准就选“拿不准”',
        })
      return {
        codes,
        unsure,
        department: form.department,
        traceCode: form.trace_code,
        billNumber: form.bill_number,
      }
    })

/** When it happened: a day that has been, or words such as 今年夏天; may be left empty. */
export const readWhenField = (most: number, today: Day) =>
  readBy(
    optionally(text => {
      const short = readProse({ most }, line)(text)
      return short.ok ? readWhen(text, today) : short
    }),
  )

export const whatForm = (limits: FactLimits, today: Day) =>
  z.object({
    text: readBy(readProse({ most: limits.text, empty: '请写一写发生了什么，一两句话也行' })),
    when: readWhenField(limits.short, today),
    period: readBy(readProse({ most: limits.short }, line)),
    amount: readBy(optionally(readAmount)),
  }) satisfies z.ZodType<WhatAnswer>

export const relationForm = (limits: FactLimits, known: ReadonlySet<string>) =>
  z
    .object({
      relation: typed.transform(code => (known.has(code) ? code : '')),
      hide: readBy(readProse({ most: limits.hide })),
      contact_ok: z.enum(['', 'yes', 'no']).catch(''),
      told_before: readBy(readProse({ most: limits.hide })),
    })
    .transform(({ relation, hide, contact_ok, told_before }) => ({
      relation,
      hide,
      contactOk: contact_ok,
      toldBefore: told_before,
    }))

export const CheckForm = z.object({
  truth: z.literal('yes', { error: '请先勾选“写的都是真的”，再提交' }),
})

export const TailForm = z.object({ tail: typed.transform(bare) })
