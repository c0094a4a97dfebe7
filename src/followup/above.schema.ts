import { z } from 'zod'
import { proseField, readWhenField } from '../filing'
import type { Day } from '../platform/clock'
import type { CallLimits } from './followup'

/** A decision that an objection can be made to; `problem` is the sentence when it is too late. */
type Choice = { readonly id: string; readonly problem: string }

/** A decision that was objected to already is let through: the form sent twice has done it the first time. */
export const objectionForm = (decisions: readonly Choice[], most: number) =>
  z.object({
    decision: z
      .string()
      .catch('')
      .superRefine((id, context) => {
        const problem = decisions.find(one => one.id === id)?.problem ?? '请选对哪个决定有异议'
        if (problem !== '') context.addIssue(problem)
      }),
    text: proseField({ most, empty: '请写一写为什么有异议，一两句话也行' }),
  })

export const callForm = (limits: CallLimits, today: Day) =>
  z.object({
    text: proseField({ most: limits.text, empty: '请写一写发生了什么，一两句话也行' }),
    when: readWhenField(limits.when, today),
    reach: proseField({ most: limits.reach }),
    shared: z
      .string()
      .catch('')
      .transform(value => value === 'yes'),
  })
