import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, InstitutionId, OrganisationId } from '../vocabulary/ids'
import type { Case } from './case'
import { caseStates, type CaseState } from './case-course.rules'
import { caseEnds, type CaseEnd } from './case-ends.rules'

export const caseColumns = [
  'id',
  'organisation_id',
  'year',
  'serial',
  'arrival',
  'state',
  'source',
  'region_code',
  'target_kind',
  'behaviour',
  'behaviours',
  'institution_id',
  'received_on',
  'next_due_on',
  'handlers',
  'unread',
  'awaits_reporter',
  'suspect',
  'outcome',
  'suspended_from',
  'merged_into',
  'pending_approvals',
  'supervised',
  'risk',
] as const

const CaseRow = z.object({
  id: z.string().transform(id => id as CaseId),
  organisation_id: z.string().transform(id => id as OrganisationId),
  year: z.number(),
  serial: z.number(),
  arrival: z.number(),
  state: z.enum(caseStates),
  source: z.string(),
  region_code: z.string().nullable(),
  target_kind: z.string(),
  behaviour: z.string(),
  behaviours: z.array(z.string()),
  institution_id: z
    .string()
    .nullable()
    .transform(id => id as InstitutionId | null),
  received_on: z.string().transform(asDay),
  next_due_on: z.string().transform(day => (day === 'infinity' ? null : asDay(day))),
  handlers: z.number(),
  unread: z.number(),
  awaits_reporter: z.boolean(),
  suspect: z.boolean(),
  outcome: z.enum(caseEnds).nullable(),
  suspended_from: z.enum(caseStates).nullable(),
  merged_into: z
    .string()
    .nullable()
    .transform(id => id as CaseId | null),
  pending_approvals: z.number(),
  supervised: z.boolean(),
  risk: z.enum(['high', 'mid', 'low']).nullable(),
})

export const caseFromRow = (row: unknown): Case => {
  const read = CaseRow.parse(row)
  return {
    id: read.id,
    organisationId: read.organisation_id,
    year: read.year,
    serial: read.serial,
    arrival: read.arrival,
    state: read.state,
    source: read.source,
    regionCode: read.region_code,
    targetKind: read.target_kind,
    behaviour: read.behaviour,
    behaviours: read.behaviours,
    institutionId: read.institution_id,
    receivedOn: read.received_on,
    nextDueOn: read.next_due_on,
    handlers: read.handlers,
    unread: read.unread,
    awaitsReporter: read.awaits_reporter,
    suspect: read.suspect,
    outcome: read.outcome,
    suspendedFrom: read.suspended_from,
    mergedInto: read.merged_into,
    pendingApprovals: read.pending_approvals,
    supervised: read.supervised,
    risk: read.risk,
  }
}

export const findCase = async (tx: Tx, id: CaseId): Promise<Case | undefined> => {
  const row: unknown = await sql(tx)('cases').where({ id }).first(caseColumns)
  return row === undefined ? undefined : caseFromRow(row)
}

export const findCaseForUpdate = async (tx: Tx, id: CaseId): Promise<Case | undefined> => {
  const row: unknown = await sql(tx)('cases').where({ id }).forUpdate().first(caseColumns)
  return row === undefined ? undefined : caseFromRow(row)
}

type CaseInsert = {
  readonly id: CaseId
  readonly organisation_id: OrganisationId
  readonly year: number
  readonly state: CaseState
  readonly source: string
  readonly region_code: string | null
  readonly target_kind: string
  readonly behaviour: string
  readonly behaviours: readonly string[]
  readonly institution_id: InstitutionId | null
  readonly received_on: string
  readonly next_due_on: string
  readonly sealed_title: Buffer
  readonly suspect: boolean
}

const castOf: Readonly<Record<keyof CaseInsert, string>> = {
  id: 'uuid',
  organisation_id: 'uuid',
  year: 'int',
  state: 'text',
  source: 'text',
  region_code: 'text',
  target_kind: 'text',
  behaviour: 'text',
  behaviours: 'text[]',
  institution_id: 'uuid',
  received_on: 'date',
  next_due_on: 'date',
  sealed_title: 'bytea',
  suspect: 'boolean',
}

const Numbered = z.object({ rows: z.tuple([z.object({ serial: z.number() })]) })

/**
 * Gives the case the next number of its organisation's year, which it returns. The number's row stays locked
 * until the transaction ends, so that none is skipped or given twice: call it late.
 */
export const insertCase = async (tx: Tx, row: CaseInsert): Promise<number> => {
  const columns = Object.keys(row)
  const made: unknown = await sql(tx).raw(
    `WITH number AS (
       INSERT INTO case_numbers (organisation_id, year, last) VALUES (?, ?, 1)
       ON CONFLICT (organisation_id, year) DO UPDATE SET last = case_numbers.last + 1
       RETURNING last
     )
     INSERT INTO cases (${columns.join(', ')}, serial)
     SELECT ${columns.map(name => `?::${castOf[name as keyof CaseInsert]}`).join(', ')}, last FROM number
     RETURNING serial`,
    [row.organisation_id, row.year, ...(Object.values(row) as string[])],
  )
  return Numbered.parse(made).rows[0].serial
}

export const updateCase = async (
  tx: Tx,
  id: CaseId,
  change: Partial<{
    state: CaseState
    is_open: boolean
    outcome: CaseEnd | null
    closed_on: string | null
    suspended_from: CaseState | null
    merged_into: CaseId | null
    next_due_on: string
    handlers: number
    unread: number
    awaits_reporter: boolean
    sealed_brief: Buffer
    indexed: boolean
    sealed_title: Buffer
  }>,
): Promise<void> => {
  await sql(tx)('cases').where({ id }).update(change)
}

/** One more step that waits for a second person, or one less. */
export const addPending = async (tx: Tx, id: CaseId, delta: 1 | -1): Promise<void> => {
  await sql(tx)('cases').where({ id }).increment('pending_approvals', delta)
}

/** The next due days of many cases at once; null where nothing runs. */
export const setNextDues = async (
  tx: Tx,
  rows: readonly { readonly caseId: CaseId; readonly next: Day | null }[],
): Promise<void> => {
  if (rows.length === 0) return
  await sql(tx).raw(
    `UPDATE cases SET next_due_on = now.next FROM unnest(?::uuid[], ?::date[]) AS now (id, next)
     WHERE cases.id = now.id`,
    [rows.map(({ caseId }) => caseId), rows.map(({ next }) => next ?? 'infinity')],
  )
}

/** Whatever the reporter sends is taken for the answer that was waited for. */
export const addUnread = async (tx: Tx, id: CaseId): Promise<void> => {
  await sql(tx)('cases')
    .where({ id })
    .update({ indexed: false, awaits_reporter: false })
    .increment('unread', 1)
}

/** The same where it came to a case that follows this one: nothing of this one's own is new to the index. */
export const countOneMore = async (tx: Tx, id: CaseId): Promise<void> => {
  await sql(tx)('cases').where({ id }).update({ awaits_reporter: false }).increment('unread', 1)
}

const Sealed = z.object({ id: z.string(), sealed_title: z.instanceof(Buffer) })
export const sealedTitles = async (
  tx: Tx,
  ids: readonly CaseId[],
): Promise<Map<string, Buffer>> => {
  const rows: unknown[] = await sql(tx)('cases').whereIn('id', ids).select('id', 'sealed_title')
  return new Map(rows.map(row => Sealed.parse(row)).map(row => [row.id, row.sealed_title]))
}

const BriefRow = z.object({ sealed_brief: z.instanceof(Buffer).nullable() })
export const sealedBrief = async (tx: Tx, id: CaseId): Promise<Buffer | null> => {
  const row: unknown = await sql(tx)('cases').where({ id }).first('sealed_brief')
  return BriefRow.parse(row).sealed_brief
}
