import type { Clock } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { CaseId, StaffId } from '../vocabulary/ids'
import { sealCaseKey } from './case-keys.service'
import { addOfficer, listNotShared, markStandIn, stopStandingIn } from './case-officers.repository'
import { deleteAllStaffSeals, deleteStaffSeals } from './case-seals.repository'
import { findCaseForUpdate } from './cases.repository'

type StandIn = {
  readonly staffId: StaffId
  readonly publicKey: Buffer
  /** The handler who is away. */
  readonly standsInFor: StaffId
}

/** Cases handled in somebody's place, and what happens to keys when people go. Records nothing itself. */
export type StandIns = {
  /** Gives the case key to a substitute; the key is the caller's to give. @throws notFound('case') */
  readonly standIn: (tx: Tx, caseId: CaseId, key: SymmetricKey, who: StandIn) => Promise<void>
  /** Takes the case keys back from a substitute (of this handler, else of all). Which cases. */
  readonly endStandIns: (
    tx: Tx,
    staffId: StaffId,
    standsInFor?: StaffId,
  ) => Promise<readonly CaseId[]>
  /** Open cases of this handler that the substitute does not handle yet, and that both of the others may know of. */
  readonly notShared: (
    tx: Tx,
    question: {
      readonly handler: StaffId
      readonly other: StaffId
      readonly viewer: StaffId
      readonly limit: number
    },
  ) => Promise<readonly CaseId[]>
  /** Every case key that was sealed to a person who leaves; the cases stay on the list to be handed over. */
  readonly takeSealsFrom: (tx: Tx, staffId: StaffId) => Promise<number>
}

export const createStandIns = ({ clock }: { readonly clock: Clock }): StandIns => ({
  standIn: async (tx, caseId, key, { staffId, publicKey, standsInFor }) => {
    if ((await findCaseForUpdate(tx, caseId)) === undefined) throw notFound('case')
    await addOfficer(tx, { case_id: caseId, staff_id: staffId, handling: false, since: clock() })
    await markStandIn(tx, caseId, staffId, standsInFor)
    await sealCaseKey(tx, caseId, key, { kind: 'staff', id: staffId, version: 1, publicKey })
  },

  endStandIns: async (tx, staffId, standsInFor) => {
    const cases = await stopStandingIn(tx, staffId, standsInFor)
    for (const caseId of cases) await deleteStaffSeals(tx, caseId, [staffId])
    return cases
  },

  notShared: listNotShared,
  takeSealsFrom: deleteAllStaffSeals,
})
