import { openJson, type SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, InstitutionId } from '../vocabulary/ids'
import type { Case, CaseBrief } from './case'
import {
  isIndexed,
  sealedBriefs,
  selectByClue,
  selectIds,
  selectUnindexed,
  setIndexed,
} from './finding.repository'
import { openContents, type Reports } from './reports.service'
import { BriefSchema } from './sealed-shapes'
import { scopeOf } from './visibility.service'

/** How far back a number without its year is looked for. */
const YEARS = 30

type Keys = ReadonlyMap<CaseId, SymmetricKey>

/** What search asks of the cases. Nobody finds here what he may not see in the list. */
export type Finding = {
  /** Which of these the person may know of. */
  readonly visibleAmong: (tx: Tx, actor: StaffActor, ids: readonly CaseId[]) => Promise<Case[]>
  /** By number; without a year, of every year until `thisYear`, newest first. */
  readonly findNumbered: (
    tx: Tx,
    actor: StaffActor,
    number: { readonly serial: number; readonly year?: number; readonly thisYear: number },
  ) => Promise<Case[]>
  /** Whose target was picked from the registry: newest first. */
  readonly findAbout: (
    tx: Tx,
    actor: StaffActor,
    institutions: readonly InstitutionId[],
    limit: number,
  ) => Promise<Case[]>
  /** Everything that the person may see, unless it is more than `limit`: then undefined. */
  readonly allVisible: (tx: Tx, actor: StaffActor, limit: number) => Promise<CaseId[] | undefined>
  /** How many of those that the person may see hold something that is not in the index yet; counting stops at `cap`. */
  readonly countUnindexed: (tx: Tx, actor: StaffActor, cap: number) => Promise<number>
  readonly isIndexed: (tx: Tx, caseId: CaseId) => Promise<boolean>
  /**
   * All that is in it now is about to be indexed. Call it before reading what is in it: what comes after waits,
   * and makes it unindexed again.
   */
  readonly markIndexed: (tx: Tx, caseId: CaseId) => Promise<void>
  /** Something was added to it that no officer has opened yet. */
  readonly markUnindexed: (tx: Tx, caseId: CaseId) => Promise<void>
  readonly contentsOfMany: (
    tx: Tx,
    keys: Keys,
  ) => Promise<Map<CaseId, Awaited<ReturnType<Reports['contentsOf']>>>>
  readonly briefsOf: (tx: Tx, keys: Keys) => Promise<Map<CaseId, CaseBrief>>
}

const yearsUntil = (last: number): number[] => Array.from({ length: YEARS }, (_, at) => last - at)

export const createFinding = (): Finding => ({
  visibleAmong: (tx, actor, ids) =>
    ids.length === 0 ? Promise.resolve([]) : selectByClue(tx, scopeOf(actor), { ids }),
  findNumbered: (tx, actor, { serial, year, thisYear }) =>
    selectByClue(tx, scopeOf(actor), {
      serial,
      years: year === undefined ? yearsUntil(thisYear) : [year],
    }),
  findAbout: (tx, actor, institutions, limit) =>
    institutions.length === 0
      ? Promise.resolve([])
      : selectByClue(tx, scopeOf(actor), { institutions, limit }),
  allVisible: async (tx, actor, limit) => {
    const ids = await selectIds(tx, scopeOf(actor), limit + 1)
    return ids.length > limit ? undefined : ids
  },
  countUnindexed: async (tx, actor, cap) => (await selectUnindexed(tx, scopeOf(actor), cap)).length,
  isIndexed,
  markIndexed: (tx, caseId) => setIndexed(tx, caseId, true),
  markUnindexed: (tx, caseId) => setIndexed(tx, caseId, false),
  contentsOfMany: openContents,
  briefsOf: async (tx, keys) => {
    const briefs = new Map<CaseId, CaseBrief>()
    for (const { id, sealed_brief: sealed } of await sealedBriefs(tx, [...keys.keys()])) {
      const key = keys.get(id)
      const place = { table: 'cases', column: 'sealed_brief', row: id }
      if (key !== undefined) briefs.set(id, BriefSchema.parse(openJson(key, place, sealed)))
    }
    return briefs
  },
})
