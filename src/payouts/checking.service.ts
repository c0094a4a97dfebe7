import type { Visitor } from '../accounts'
import type { Award } from '../awards'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { ClaimId } from '../vocabulary/ids'
import { refuseInvolved } from './building.service'
import type { Confirmation } from './claim'
import { doubtsOf, type ClaimDoubt } from './claim.rules'
import {
  findClaim,
  hasLivePayment,
  lockClaim,
  updateClaim,
  type SealedClaim,
} from './claims.repository'
import type { PayoutDeps } from './payouts-deps'
import { openPayeeKey, sealConfirmation } from './sealed-claim'

export type Checking = {
  /** What has to be confirmed for it to pass: clear facts alone. @throws notFound('claim') */
  readonly doubts: (tx: Tx, visitor: Visitor, id: ClaimId) => Promise<readonly ClaimDoubt[]>
  /**
   * By another than whoever typed it in, who confirms each doubt and says why.
   * @throws forbidden `claim.own`, refused `claim.moved-on`, `claim.unconfirmed`
   */
  readonly check: (
    tx: Tx,
    visitor: Visitor,
    id: ClaimId,
    confirmation?: Confirmation,
  ) => Promise<void>
  /** It cannot be paid so: the reporter reads why, and claims again. @throws refused `claim.paying`, `claim.paid` */
  readonly sendBack: (tx: Tx, visitor: Visitor, id: ClaimId, ground: string) => Promise<void>
}

type Held = { readonly claim: SealedClaim; readonly award: Award }

/** Of the body that pays, held until the transaction ends. @throws notFound('claim') */
const hold = async (
  { awards }: PayoutDeps,
  tx: Tx,
  { actor }: Visitor,
  id: ClaimId,
): Promise<Held> => {
  const seen = await findClaim(tx, id)
  const award = seen && (await awards.course.lock(tx, seen.awardId))
  const claim = await lockClaim(tx, id)
  if (claim === undefined || award?.financeBody !== actor.organisationId) throw notFound('claim')
  return { claim, award }
}

/** Whoever proposed or reviewed the award, or typed the claim in, does not check it. */
const refuseOwn = ({ claim, award }: Held, { id }: StaffActor): void => {
  if ([claim.enteredBy, award.proposedBy, award.reviewedBy].includes(id))
    throw forbidden('claim.own')
}

const nothingConfirmed: Confirmation = { doubts: [], why: '' }

type Passing = {
  readonly claim: SealedClaim
  readonly confirmation: Confirmation
}

/** Why a claim with doubts is passed, under its own key; null: it has none. @throws refused `claim.unconfirmed` */
const confirm = async (
  { desks }: PayoutDeps,
  tx: Tx,
  { keys }: Visitor,
  { claim, confirmation }: Passing,
): Promise<Buffer | null> => {
  const doubts = doubtsOf(claim)
  if (doubts.length === 0) return null
  const { doubts: confirmed, why } = confirmation
  if (why === '' || !doubts.every(one => confirmed.includes(one)))
    throw refused('claim.unconfirmed')
  const key = openPayeeKey(claim, await desks.holdersOf(tx, keys))
  if (key === undefined) throw forbidden('award.no-key')
  return sealConfirmation(key, claim.id, why)
}

const check =
  (deps: PayoutDeps): Checking['check'] =>
  async (tx, visitor, id, confirmation = nothingConfirmed) => {
    const held = await hold(deps, tx, visitor, id)
    const { id: by, organisationId } = visitor.actor
    if (held.claim.checkedBy === by && held.claim.state === 'checked') return
    if (held.claim.state !== 'made') throw refused('claim.moved-on')
    refuseOwn(held, visitor.actor)
    const confirmed = await confirm(deps, tx, visitor, { claim: held.claim, confirmation })
    const checked = { state: 'checked', checked_by: by, checked_at: deps.clock() } as const
    await updateClaim(tx, id, { ...checked, sealed_confirmation: confirmed })
    const deed = confirmed === null ? 'claim.checked' : 'claim.checked-in-doubt'
    const done = { deed, subject: id } as const
    await deps.audit.record(tx, visitor.actor, organisationId, done)
  }

const sendBack =
  (deps: PayoutDeps): Checking['sendBack'] =>
  async (tx, visitor, id, ground) => {
    const { claim, award } = await hold(deps, tx, visitor, id)
    if (claim.state === 'returned') return
    refuseInvolved([award], visitor.actor.id)
    if (claim.state === 'paid') throw refused('claim.paid')
    if (await hasLivePayment(tx, id)) throw refused('claim.paying')
    const at = dayOf(deps.clock())
    await deps.lawbook.get(tx, 'claim-return', ground, { place: '*', on: at })
    const { id: by, organisationId } = visitor.actor
    await updateClaim(tx, id, {
      ...{ state: 'returned', return_ground: ground },
      ...(claim.checkedBy === null ? { checked_by: by, checked_at: deps.clock() } : {}),
    })
    await deps.awards.course.unclaim(tx, award.id)
    const done = { deed: 'claim.returned', subject: id, ground } as const
    await deps.audit.record(tx, visitor.actor, organisationId, done)
  }

export const createChecking = (deps: PayoutDeps): Checking => ({
  doubts: async (tx, { actor }, id) => {
    const claim = await findClaim(tx, id)
    const award = claim && (await deps.awards.course.get(tx, claim.awardId))
    if (claim === undefined || award?.financeBody !== actor.organisationId) throw notFound('claim')
    return doubtsOf(claim)
  },
  check: check(deps),
  sendBack: sendBack(deps),
})
