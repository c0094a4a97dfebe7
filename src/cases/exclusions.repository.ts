import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, InstitutionId, OrganisationId, StaffId } from '../vocabulary/ids'
import { caseColumns, caseFromRow } from './cases.repository'
import type { Exclusion, ExclusionLine } from './exclusion'

const Row = z.object({
  case_id: z.string().transform(id => id as CaseId),
  staff_id: z.string().transform(id => id as StaffId),
  ground: z.string(),
  set_by: z.string().transform(id => id as StaffId),
  set_at: z.date(),
})

/** The next look takes the rest. */
const AT_ONCE = 200

const toExclusion = (row: unknown): Exclusion => {
  const { case_id, staff_id, ground, set_by, set_at } = Row.parse(row)
  return { caseId: case_id, staffId: staff_id, ground, setBy: set_by, setAt: set_at }
}

export const isExcluded = async (tx: Tx, caseId: CaseId, staffId: StaffId): Promise<boolean> =>
  (await sql(tx)('case_exclusions')
    .where({ case_id: caseId, staff_id: staffId })
    .first('ground')) !== undefined

export const listExclusions = async (tx: Tx, caseId: CaseId): Promise<Exclusion[]> => {
  const rows: unknown[] = await sql(tx)('case_exclusions')
    .where({ case_id: caseId })
    .orderBy(['set_at', 'staff_id'])
  return rows.map(toExclusion)
}

/** False when the person was excluded already. */
export const insertExclusion = async (
  tx: Tx,
  exclusion: Exclusion & { readonly organisationId: OrganisationId },
): Promise<boolean> => {
  const made: unknown[] = await sql(tx)('case_exclusions')
    .insert({
      case_id: exclusion.caseId,
      staff_id: exclusion.staffId,
      organisation_id: exclusion.organisationId,
      ground: exclusion.ground,
      set_by: exclusion.setBy,
      set_at: exclusion.setAt,
    })
    .onConflict(['case_id', 'staff_id'])
    .ignore()
    .returning('case_id')
  return made.length > 0
}

export const deleteExclusion = async (tx: Tx, caseId: CaseId, staffId: StaffId): Promise<boolean> =>
  (await sql(tx)('case_exclusions').where({ case_id: caseId, staff_id: staffId }).delete()) > 0

type Wanted = {
  readonly organisationId: OrganisationId
  /** Not those of cases from which the viewer is excluded. */
  readonly viewer: StaffId
  readonly before: { readonly setAt: Date; readonly caseId: CaseId } | undefined
  readonly limit: number
}

/** Newest first, one page by keyset. */
export const listNewest = async (tx: Tx, wanted: Wanted): Promise<ExclusionLine[]> => {
  const query = sql(tx)('case_exclusions as x')
    .join('cases', 'cases.id', 'x.case_id')
    .where('x.organisation_id', wanted.organisationId)
    .whereRaw('x.case_id NOT IN (SELECT case_id FROM case_exclusions WHERE staff_id = ?)', [
      wanted.viewer,
    ])
    .orderBy([
      { column: 'x.set_at', order: 'desc' },
      { column: 'x.case_id', order: 'desc' },
    ])
    .limit(wanted.limit)
  if (wanted.before !== undefined)
    void query.whereRaw('(x.set_at, x.case_id) < (?, ?)', [
      wanted.before.setAt,
      wanted.before.caseId,
    ])
  const rows: unknown[] = await query.select([
    'x.case_id',
    'x.staff_id',
    'x.ground',
    'x.set_by',
    'x.set_at',
    ...caseColumns.map(name => `cases.${name}`),
  ])
  return rows.map(row => ({ ...toExclusion(row), found: caseFromRow(row) }))
}

/** Open cases against an institution of the registry from which this person is not excluded yet. */
export const listOpenAgainst = async (
  tx: Tx,
  { organisationId, viewer }: Pick<Wanted, 'organisationId' | 'viewer'>,
  institutionId: InstitutionId,
): Promise<CaseId[]> =>
  sql(tx)('cases')
    .where({ organisation_id: organisationId, institution_id: institutionId, is_open: true })
    .whereRaw('id NOT IN (SELECT case_id FROM case_exclusions WHERE staff_id = ?)', [viewer])
    .orderBy('arrival')
    .limit(AT_ONCE)
    .pluck<CaseId[]>('id')

/**
 * Open cases of a body from which each of these people is excluded; counting stops at `cap`. 0 for nobody: a body
 * without such people is another matter.
 */
export const countAllAway = async (
  tx: Tx,
  organisationId: OrganisationId,
  { people, cap }: { readonly people: readonly StaffId[]; readonly cap: number },
): Promise<number> => {
  if (people.length === 0) return 0
  const some = sql(tx)('case_exclusions as x')
    .join('cases as c', 'c.id', 'x.case_id')
    .where({ 'x.organisation_id': organisationId, 'c.is_open': true })
    .whereIn('x.staff_id', people)
    .groupBy('x.case_id')
    .havingRaw('count(*) = ?', [people.length])
    .limit(cap)
    .select(sql(tx).raw('1'))
  const row: unknown = await sql(tx).from(some.as('some')).first(sql(tx).raw('count(*)::int'))
  return Count.parse(row).count
}

const Count = z.object({ count: z.number() })

/** Cases that somebody left and that have fewer than two handlers now; counting stops at `cap`. */
export const countShort = async (
  tx: Tx,
  { organisationId, viewer }: Pick<Wanted, 'organisationId' | 'viewer'>,
  cap: number,
): Promise<number> => {
  const some = sql(tx)('cases')
    .where({ organisation_id: organisationId, is_open: true })
    .whereNotIn('state', ['received', 'accepted'])
    .where('handlers', '<', 2)
    .whereExists(sql(tx)('case_exclusions as x').whereRaw('x.case_id = cases.id'))
    .whereRaw('id NOT IN (SELECT case_id FROM case_exclusions WHERE staff_id = ?)', [viewer])
    .limit(cap)
    .select(sql(tx).raw('1'))
  const row: unknown = await sql(tx).from(some.as('some')).first(sql(tx).raw('count(*)::int'))
  return Count.parse(row).count
}
