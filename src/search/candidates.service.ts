import type { Cases } from '../cases'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId } from '../vocabulary/ids'
import { endOfSteps, stepsBefore } from './bucket.rules'
import {
  amongAll,
  amongNewest,
  amongThese,
  newestArrival,
  withinBuckets,
  type Asked,
  type Candidate,
} from './candidates.repository'

/** So many of the newest are looked at one by one, before the index is asked. */
const NEWEST = 300
/** Who may see no more than this is asked about case by case. */
const FEW = 2_000

const throughIndex = async (tx: Tx, asked: Asked): Promise<Candidate[]> => {
  const found: Candidate[] = []
  for (const buckets of stepsBefore(asked.before)) {
    const limit = asked.limit - found.length
    if (limit <= 0) return found
    const step =
      buckets === undefined
        ? await amongAll(tx, { ...asked, limit, before: endOfSteps(asked.before) })
        : await withinBuckets(tx, { ...asked, limit }, buckets)
    found.push(...step)
  }
  return found
}

/** What a person may see, when it is little; asked for once for all rounds of one answer. */
export const fewVisible = (
  { cases }: { readonly cases: Cases },
  tx: Tx,
  actor: StaffActor,
): Promise<readonly CaseId[] | undefined> => cases.allVisible(tx, actor, FEW)

type Question = Omit<Asked, 'before'> & { readonly before: number | undefined }

/** Cases that probably hold all the words, newest first; whether one may see them is still to be asked. */
export const listCandidates = async (
  tx: Tx,
  { before: given, ...rest }: Question,
  few: readonly CaseId[] | undefined,
): Promise<Candidate[]> => {
  const before = given ?? (await newestArrival(tx, rest.keyId)) + 1
  const asked = { ...rest, before }
  if (few !== undefined) return amongThese(tx, asked, few)
  const newest = await amongNewest(tx, asked, NEWEST)
  return newest.length === asked.limit ? newest : throughIndex(tx, asked)
}
