import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import { codeOf, refused } from '../platform/errors'
import { foldName, gramsOf } from '../registry'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import type { Entry, Place } from './entry'
import { type Draft, type EntryState, entryStates } from './entry.rules'

const day = z.string().transform(asDay)
const staffId = z.string().transform(id => id as StaffId)

const EntryRow = z
  .object({
    id: z.string(),
    case_id: z
      .string()
      .transform(id => id as CaseId)
      .nullable(),
    organisation_id: z.string().transform(id => id as OrganisationId),
    state: z.enum(entryStates),
    version: z.number(),
    kind: z.string(),
    number: z.string(),
    decided_on: day,
    institution: z.string(),
    written_by: staffId,
    written_on: day,
    answered_by: staffId.nullable(),
    return_ground: z.string().nullable(),
    published_on: day.nullable(),
    change_ground: z.string().nullable(),
    changed_on: day.nullable(),
    due_on: day.nullable(),
    provisional: z.boolean().nullable(),
    withdrawn_on: day.nullable(),
  })
  .transform((row): Entry => ({
    ...{ id: row.id, caseId: row.case_id, organisationId: row.organisation_id },
    ...{ state: row.state, version: row.version, kind: row.kind, number: row.number },
    ...{ decidedOn: row.decided_on, institution: row.institution },
    ...{ writtenBy: row.written_by, writtenOn: row.written_on, answeredBy: row.answered_by },
    ...{ returnGround: row.return_ground, publishedOn: row.published_on },
    ...{ changeGround: row.change_ground, changedOn: row.changed_on },
    ...{ dueOn: row.due_on, provisional: row.provisional, withdrawnOn: row.withdrawn_on },
  }))

export const entryColumns = [
  ...['id', 'case_id', 'organisation_id', 'state', 'version', 'kind', 'number', 'decided_on'],
  ...['institution', 'written_by', 'written_on', 'answered_by', 'return_ground', 'published_on'],
  ...['change_ground', 'changed_on', 'due_on', 'provisional', 'withdrawn_on'],
]

export const toEntry = (row: unknown): Entry => EntryRow.parse(row)

export const findEntry = async (tx: Tx, id: string): Promise<Entry | undefined> => {
  const row: unknown = await sql(tx)('register_entries').where({ id }).first(entryColumns)
  return row === undefined ? undefined : toEntry(row)
}

/** Held until the transaction ends: of two who answer at once one waits for the other. */
export const lockEntry = async (tx: Tx, id: string): Promise<Entry | undefined> => {
  const row: unknown = await sql(tx)('register_entries')
    .where({ id })
    .forUpdate()
    .first(entryColumns)
  return row === undefined ? undefined : toEntry(row)
}

const DraftRow = z
  .object({
    kind: z.string(),
    number: z.string(),
    decided_on: day,
    institution: z.string(),
    articles: z.string(),
    body: z.string(),
  })
  .transform(({ decided_on, ...rest }): Draft => ({ ...rest, decidedOn: decided_on }))

export const readDraft = async (
  tx: Tx,
  { id, version }: Pick<Entry, 'id' | 'version'>,
): Promise<Draft> =>
  DraftRow.parse(
    await sql(tx)('register_versions')
      .where({ entry_id: id, version })
      .first('kind', 'number', 'decided_on', 'institution', 'articles', 'body'),
  )

/** Which writers the versions of an entry have had. */
export const writersOf = async (tx: Tx, id: string): Promise<StaffId[]> => {
  const rows: unknown[] = await sql(tx)('register_versions')
    .where({ entry_id: id })
    .distinct('written_by')
  return rows.map(row => z.object({ written_by: staffId }).parse(row).written_by)
}

type Written = {
  readonly id: string
  readonly version: number
  readonly draft: Draft
  readonly by: StaffId
  readonly on: Day
}

const headOf = ({ draft, by, on, version }: Written) => {
  const { kind, number, decidedOn, institution } = draft
  const [name, folded] = [foldName(institution), foldName(number)]
  return {
    ...{ version, kind, number, number_key: folded, decided_on: decidedOn, institution },
    found_text: `${name} ${folded}`,
    grams: [...new Set([...gramsOf(name), ...gramsOf(folded)])],
    ...{ written_by: by, written_on: on },
  }
}

const UNIQUE = '23505'

/** @throws refused `register.number-taken` */
const onceANumber = async (work: () => Promise<unknown>): Promise<void> => {
  try {
    await work()
  } catch (error) {
    if (codeOf(error) === UNIQUE) throw refused('register.number-taken')
    throw error
  }
}

const insertVersion = (tx: Tx, { id, version, draft, by, on }: Written) => {
  const { decidedOn, ...rest } = draft
  return sql(tx)('register_versions').insert({
    ...{ entry_id: id, version, ...rest, decided_on: decidedOn },
    ...{ written_by: by, written_on: on },
  })
}

export const insertEntry = async (
  tx: Tx,
  at: { readonly caseId: CaseId; readonly organisationId: OrganisationId },
  written: Written,
): Promise<void> => {
  await onceANumber(() =>
    sql(tx)('register_entries').insert({
      ...{ id: written.id, case_id: at.caseId, organisation_id: at.organisationId },
      ...{ state: 'written', ...headOf(written) },
    }),
  )
  await insertVersion(tx, written)
}

/** What was returned, written anew. */
export const rewriteEntry = async (tx: Tx, written: Written): Promise<void> => {
  await onceANumber(() =>
    sql(tx)('register_entries')
      .where({ id: written.id })
      .update({
        ...{ state: 'written', ...headOf(written) },
        ...{ answered_by: null, return_ground: null },
      }),
  )
  await insertVersion(tx, written)
}

type Moved = {
  readonly state: EntryState
  readonly answered_by?: StaffId
  readonly return_ground?: string
  readonly published_on?: Day
  readonly change_ground?: string
  readonly changed_on?: Day
  readonly changed_by?: StaffId | null
  readonly rule_code?: string
  readonly rule_place?: string
  readonly rule_version?: number
  readonly due_on?: Day
  readonly provisional?: boolean
  readonly withdrawn_on?: Day
  readonly withdrawn_by?: StaffId
}

export const moveEntry = async (tx: Tx, id: string, moved: Moved): Promise<void> => {
  await sql(tx)('register_entries').where({ id }).update(moved)
}

/** Newest first; a case has a few. */
export const listOfCase = async (tx: Tx, caseId: CaseId): Promise<Entry[]> => {
  const rows: unknown[] = await sql(tx)('register_entries')
    .where({ case_id: caseId })
    .orderBy([
      { column: 'written_on', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .select(entryColumns)
  return rows.map(toEntry)
}

/** Held: those of the case that its new course concerns. */
export const lockOfCase = async (
  tx: Tx,
  caseId: CaseId,
  states: readonly EntryState[],
): Promise<Entry[]> => {
  const rows: unknown[] = await sql(tx)('register_entries')
    .where({ case_id: caseId })
    .whereIn('state', [...states])
    .orderBy('id')
    .forUpdate()
    .select(entryColumns)
  return rows.map(toEntry)
}

type Desk = { readonly organisationId: OrganisationId; readonly viewer: StaffId }

const ofDesk = (tx: Tx, { organisationId, viewer }: Desk) =>
  sql(tx)('register_entries as e')
    .where({ 'e.organisation_id': organisationId })
    .whereRaw(
      'NOT EXISTS (SELECT 1 FROM case_exclusions AS x WHERE x.case_id = e.case_id AND x.staff_id = ?)',
      [viewer],
    )

type Wish = {
  readonly state: EntryState
  readonly after: Place | undefined
  readonly limit: number
}

/** What lies at the desk in a state, oldest first, without what the viewer must keep away from. */
export const listAtDesk = async (
  tx: Tx,
  desk: Desk,
  { state, after, limit }: Wish,
): Promise<Entry[]> => {
  const query = ofDesk(tx, desk)
    .where({ 'e.state': state })
    .orderBy(['e.written_on', 'e.id'])
    .limit(limit)
  if (after !== undefined)
    void query.whereRaw('(e.written_on, e.id) > (?, ?)', [after.on, after.id])
  const rows: unknown[] = await query.select(entryColumns.map(column => `e.${column}`))
  return rows.map(toEntry)
}

const CountRow = z.object({ count: z.number() })

/** Counting stops at `cap`; `dueBefore`: only what should have been withdrawn before that day. */
export const countAtDesk = async (
  tx: Tx,
  desk: Desk,
  { state, dueBefore, cap }: { state: EntryState; dueBefore?: Day; cap: number },
): Promise<number> => {
  const some = ofDesk(tx, desk).where({ 'e.state': state }).limit(cap).select(sql(tx).raw('1'))
  if (dueBefore !== undefined) void some.where('e.due_on', '<', dueBefore)
  const row: unknown = await sql(tx).from(some.as('some')).first(sql(tx).raw('count(*)::int'))
  return CountRow.parse(row).count
}

/** Whether the viewer must keep away from the entry's case. */
export const isKeptAway = async (tx: Tx, caseId: CaseId, viewer: StaffId): Promise<boolean> =>
  (await sql(tx)('case_exclusions')
    .where({ case_id: caseId, staff_id: viewer })
    .first(sql(tx).raw('1'))) !== undefined

/** Retention: what nobody ever read goes with the case; what was published stands without it. */
export const eraseEntries = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('register_entries')
    .where({ case_id: caseId })
    .whereIn('state', ['written', 'returned'])
    .delete()
  await sql(tx)('register_entries').where({ case_id: caseId }).update({ case_id: null })
}
