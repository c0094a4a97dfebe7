import { z } from 'zod'
import { StepUpCode } from '../accounts'
import { asDay } from '../platform/clock'
import type { RunId } from '../vocabulary/ids'

const runId = z.uuid().transform(id => id as RunId)

export const RunPath = z.object({ runId })
export const HoldPath = z.object({ holdId: z.uuid() })

/** `shown`: how many the page said that there are. */
export const ProposeForm = z.object({ id: runId, shown: z.coerce.number().int().nonnegative() })

export const ApproveForm = z.object({ list: z.string().regex(/^[0-9a-f]{64}$/), otp: StepUpCode })

const day = z.iso.date().transform(asDay)
const DueQuery = z.object({ after: day, arrival: z.coerce.number().int() })
/** Where the page before ended; anything else is the first page. */
export const readDueQuery = (query: unknown) => {
  const read = DueQuery.safeParse(query)
  return read.success ? { closedOn: read.data.after, arrival: read.data.arrival } : undefined
}

const PartQuery = z.object({ after: z.coerce.number().int().nonnegative() })
export const readPartQuery = (query: unknown): number | undefined =>
  PartQuery.safeParse(query).data?.after

const LastQuery = z.object({ after: z.uuid() })
export const readLastQuery = (query: unknown): string | undefined =>
  LastQuery.safeParse(query).data?.after

const BeforeQuery = z.object({ before: z.coerce.number().int().positive() })
export const readBeforeQuery = (query: unknown): Date | undefined => {
  const read = BeforeQuery.safeParse(query)
  return read.success ? new Date(read.data.before) : undefined
}

const badNumber = '请写线索编号，例如 2026-318'

/** 医保举〔2026〕00318, 〔2026〕00318 or 2026-318, as people copy or type it. */
const CaseNumber = z
  .string(badNumber)
  .transform(text => /(\d{4})\D{1,3}(\d{1,6})\D*$/.exec(text.normalize('NFKC').trim()))
  .transform((found, context) => {
    if (found !== null) return { year: Number(found[1]), serial: Number(found[2]) }
    context.addIssue({ code: 'custom', message: badNumber })
    return z.NEVER
  })

const Ground = z.string('请选一个事由').min(1, '请选一个事由')

export const HoldForm = z.object({ number: CaseNumber, ground: Ground })
export const LiftForm = z.object({ ground: Ground })
