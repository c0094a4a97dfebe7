import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffId } from '../vocabulary/ids'
import type { Entry } from './entry'
import type { RegisterDeps } from './keeping'

/** The clock that runs once what was published no longer holds. */
const WITHDRAW = 'PUBLISH_WITHDRAW'

/** What a row says of a change from today on: why, by whom, and until when it must be gone. */
export const changeOf = async (
  { clock, deadlines, organisations }: RegisterDeps,
  tx: Tx,
  entry: Entry,
  { ground, by }: { readonly ground: string; readonly by: StaffId | null },
) => {
  const today = dayOf(clock())
  const { regionCode } = await organisations.get(tx, entry.organisationId)
  const due = await deadlines.plan(tx, WITHDRAW, { place: regionCode, on: today })
  return {
    ...{ change_ground: ground, changed_on: today, changed_by: by },
    ...{ rule_code: due.ruleCode, rule_place: due.rulePlace, rule_version: due.ruleVersion },
    ...{ due_on: due.dueOn, provisional: due.provisional },
  }
}
