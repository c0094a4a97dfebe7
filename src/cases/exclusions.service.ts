import type { Audit } from '../audit'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, InstitutionId, StaffId } from '../vocabulary/ids'
import type { Case } from './case'
import { listOfficers, stopHandling } from './case-officers.repository'
import { deleteStaffSeals } from './case-seals.repository'
import { updateCase } from './cases.repository'
import { hasDeclared, insertDeclaration } from './declarations.repository'
import type { Exclusion, ExclusionLine } from './exclusion'
import {
  countAllAway,
  countShort,
  deleteExclusion,
  insertExclusion,
  isExcluded,
  listExclusions,
  listNewest,
  listOpenAgainst,
} from './exclusions.repository'
import { lockGroup } from './merged.repository'
import { findReadable } from './visibility.service'

type Excluding = { readonly staffId: StaffId; readonly ground: string }

/**
 * 回避. Whoever is excluded neither sees the case nor is counted in by it, cannot handle it, and loses the seals
 * of their own. Who is there is for the caller to admit: a principal, or the person themselves.
 */
export type Exclusions = {
  /**
   * From this case and all that are about the same matter. Excluding somebody again changes nothing.
   * @throws notFound('case')
   */
  readonly exclude: (
    tx: Tx,
    actor: StaffActor,
    caseId: CaseId,
    excluding: Excluding,
  ) => Promise<void>
  /** The case is to be given anew: seals and handling do not come back. */
  readonly liftExclusion: (
    tx: Tx,
    actor: StaffActor,
    caseId: CaseId,
    staffId: StaffId,
  ) => Promise<void>
  /** Cases that become one matter: whoever keeps away from one keeps away from the others. */
  readonly shareExclusions: (tx: Tx, actor: StaffActor, caseIds: readonly CaseId[]) => Promise<void>
  /** On record that the person was asked and knows of nothing; asked once for each case. */
  readonly disclaimConflict: (tx: Tx, actor: StaffActor, caseId: CaseId) => Promise<void>
  /** Whether somebody who may see the case has not said yet if something ties them to its target. */
  readonly mustDeclare: (tx: Tx, actor: StaffActor, caseId: CaseId) => Promise<boolean>
  readonly isExcluded: (tx: Tx, caseId: CaseId, staffId: StaffId) => Promise<boolean>
  readonly exclusionsOf: (tx: Tx, caseId: CaseId) => Promise<Exclusion[]>
  /** Of the actor's organisation, newest first; none of cases from which the actor is excluded. */
  readonly listExclusions: (
    tx: Tx,
    actor: StaffActor,
    page: { readonly before?: Pick<Exclusion, 'setAt' | 'caseId'>; readonly limit: number },
  ) => Promise<ExclusionLine[]>
  /** Open cases of the actor's body against this institution, without those that the actor keeps away from. */
  readonly openAgainst: (
    tx: Tx,
    actor: StaffActor,
    institutionId: InstitutionId,
  ) => Promise<readonly CaseId[]>
  /** How many open cases of a body all of these people keep away from; counting stops at `cap`. */
  readonly countAllAway: typeof countAllAway
  /** How many cases somebody left that have fewer than two handlers now; counting stops at `cap`. */
  readonly countShortHanded: (tx: Tx, actor: StaffActor, cap: number) => Promise<number>
}

/** The two handlers that the case has without this one. */
const leave = async (tx: Tx, caseId: CaseId, staffId: StaffId): Promise<void> => {
  await stopHandling(tx, caseId, [staffId])
  await deleteStaffSeals(tx, caseId, [staffId])
  const left = (await listOfficers(tx, [caseId])).filter(
    ({ handling, standsInFor }) => handling && standsInFor === undefined,
  )
  await updateCase(tx, caseId, { handlers: left.length })
}

type Parts = { readonly audit: Audit; readonly clock: Clock }

const excludeFrom = async (
  { audit, clock }: Parts,
  tx: Tx,
  actor: StaffActor,
  { id, of, staffId, ground }: Excluding & { readonly id: CaseId; readonly of: Case },
): Promise<void> => {
  const { organisationId } = of
  const exclusion = { caseId: id, staffId, ground, setBy: actor.id, setAt: clock() }
  if (!(await insertExclusion(tx, { ...exclusion, organisationId }))) return
  await leave(tx, id, staffId)
  const done = { deed: 'case.excluded', caseId: id, subject: staffId, ground } as const
  await audit.record(tx, actor, organisationId, done)
}

export const createExclusions = ({ audit, clock }: Parts): Exclusions => ({
  exclude: async (tx, actor, caseId, excluding) => {
    const group = await lockGroup(tx, caseId)
    if (group === undefined) throw notFound('case')
    for (const id of group.ids)
      await excludeFrom({ audit, clock }, tx, actor, { ...excluding, id, of: group.found })
  },

  shareExclusions: async (tx, actor, caseIds) => {
    const all = (await Promise.all(caseIds.map(id => listExclusions(tx, id)))).flat()
    for (const { caseId, staffId, ground } of all)
      for (const other of caseIds.filter(id => id !== caseId))
        await createExclusions({ audit, clock }).exclude(tx, actor, other, { staffId, ground })
  },

  liftExclusion: async (tx, actor, caseId, staffId) => {
    for (const id of (await lockGroup(tx, caseId))?.ids ?? []) {
      if (!(await deleteExclusion(tx, id, staffId))) continue
      const done = { deed: 'exclusion.lifted', caseId: id, subject: staffId } as const
      await audit.record(tx, actor, actor.organisationId, done)
    }
  },

  disclaimConflict: async (tx, actor, caseId) => {
    const declared = { caseId, staffId: actor.id, on: dayOf(clock()) }
    if (!(await insertDeclaration(tx, declared))) return
    await audit.record(tx, actor, actor.organisationId, { deed: 'conflict.disclaimed', caseId })
  },

  mustDeclare: async (tx, actor, caseId) =>
    !(await hasDeclared(tx, caseId, actor.id)) &&
    (await findReadable(tx, actor, caseId)) !== undefined,

  isExcluded,
  exclusionsOf: listExclusions,

  listExclusions: (tx, { organisationId, id }, { before, limit }) =>
    listNewest(tx, { organisationId, viewer: id, before, limit }),

  openAgainst: (tx, { organisationId, id }, institutionId) =>
    listOpenAgainst(tx, { organisationId, viewer: id }, institutionId),

  countAllAway,

  countShortHanded: (tx, { organisationId, id }, cap) =>
    countShort(tx, { organisationId, viewer: id }, cap),
})
