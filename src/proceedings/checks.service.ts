import { checkedNeeds, type Case, type CheckedNeed, type Need } from '../cases'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'
import type { Check, Checks, CheckWho, ProceedingsDeps, StepWish } from './proceedings'

/** The clock that runs until the reporter has been told whether the case is filed. */
const TELLING = 'RN_NOTIFY'
/** The clock that runs until the file has left for the police: 24 hours, which closing must not end unseen. */
const TRANSFER = 'CRIME_TRANSFER'

type Deps = Pick<ProceedingsDeps, 'cases' | 'deadlines' | 'checks'>

const isRunning = async (
  { deadlines }: Deps,
  tx: Tx,
  { caseId, code }: { readonly caseId: CaseId; readonly code: string },
): Promise<boolean> =>
  (await deadlines.forCase(tx, caseId)).some(
    ({ ruleCode, doneOn }) => ruleCode === code && doneOn === null,
  )

const isToBeTold = (deps: Deps, tx: Tx, caseId: CaseId): Promise<boolean> =>
  isRunning(deps, tx, { caseId, code: TELLING })

/** One who takes a report back does not end what others reported too. */
const withdrawalFault = async ({ cases }: Deps, tx: Tx, { key }: CheckWho, found: Case) => {
  if ((await cases.byRank(tx, found.id)).length > 1) return 'step.others-reported'
  const title = (await cases.titlesOf(tx, new Map([[found.id, key]]))).get(found.id)
  return title?.withdrawn === true ? undefined : 'step.not-withdrawn'
}

/** What this room knows itself. */
const ownChecks = (deps: Deps): Checks => ({
  told: async (tx, _who, { id }) =>
    (await isToBeTold(deps, tx, id)) ? 'step.not-told' : undefined,
  transferred: async (tx, _who, { id }) =>
    (await isRunning(deps, tx, { caseId: id, code: TRANSFER }))
      ? 'step.not-transferred'
      : undefined,
  'to-be-told': async (tx, _who, { id }) =>
    (await isToBeTold(deps, tx, id)) ? undefined : 'step.told-already',
  withdrawal: (tx, who, found) => withdrawalFault(deps, tx, who, found),
})

const isChecked = (need: Need): need is CheckedNeed =>
  (checkedNeeds as readonly Need[]).includes(need)

/** Why a step cannot be taken yet; undefined: it can, as far as this need goes. */
export const faultOf = async (
  deps: Deps,
  tx: Tx,
  who: CheckWho,
  { need, found, wish }: { readonly need: Need; readonly found: Case; readonly wish: StepWish },
): Promise<string | undefined> => {
  if (!isChecked(need)) return undefined
  const check: Check | undefined = { ...deps.checks, ...ownChecks(deps) }[need]
  return check?.(tx, who, found, wish.outcome)
}
