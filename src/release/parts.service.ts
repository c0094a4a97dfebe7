import { toActor, type Accounts, type Visitor } from '../accounts'
import type { Cases } from '../cases'
import type { Desks } from '../desks'
import type { IdentityRequest } from '../identity'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { StaffId } from '../vocabulary/ids'
import { isAllowed } from '../vocabulary/permission'
import type { Part } from './request-file'

type Deps = {
  readonly accounts: Accounts
  readonly cases: Cases
  readonly desks: Desks
}

const seesCase = async ({ cases }: Deps, tx: Tx, actor: StaffActor, { caseId }: IdentityRequest) =>
  (await cases.findVisible(tx, actor, caseId)) !== undefined

const belongsToDesk = async (
  { desks, cases }: Deps,
  tx: Tx,
  { actor, keys }: Visitor,
  { deskId, caseId }: Pick<IdentityRequest, 'deskId' | 'caseId'>,
): Promise<boolean> =>
  isAllowed(actor, 'identity.answer') &&
  !(await cases.isExcluded(tx, caseId, actor.id)) &&
  (await desks.holdersOf(tx, keys)).some(({ kind, id }) => kind === 'desk' && id === deskId)

/** undefined for everybody to whom this request does not exist, those who lost the case among them. */
const partOf = async (
  deps: Deps,
  tx: Tx,
  visitor: Visitor,
  request: IdentityRequest,
): Promise<Part | undefined> => {
  const { actor } = visitor
  if (await belongsToDesk(deps, tx, visitor, request)) return 'desk'
  if (!isAllowed(actor, 'identity.ask') || !(await seesCase(deps, tx, actor, request)))
    return undefined
  if (request.askerId === actor.id) return 'asker'
  return isAllowed(actor, 'identity.approve') ? 'principal' : undefined
}

/** @throws notFound('request') */
export const partIn = async (
  deps: Deps,
  tx: Tx,
  visitor: Visitor,
  request: IdentityRequest | undefined,
): Promise<{ readonly request: IdentityRequest; readonly part: Part }> => {
  const part = request && (await partOf(deps, tx, visitor, request))
  if (request === undefined || part === undefined) throw notFound('request')
  return { request, part }
}

/**
 * Whether the asker may still see the case, as they are now: nobody else is given what was agreed for them.
 * @throws refused `release.asker-gone`, `release.asker-lost`
 */
export const askerStands = async (deps: Deps, tx: Tx, request: IdentityRequest): Promise<void> => {
  const asker = await deps.accounts.find(tx, request.askerId)
  if (asker?.status !== 'active') throw refused('release.asker-gone')
  const actor = toActor(asker)
  if (!isAllowed(actor, 'identity.ask') || !(await seesCase(deps, tx, actor, request)))
    throw refused('release.asker-lost')
}

/**
 * Whether one handles this case in the other's place during a leave: who stands in for the asker agrees to
 * nothing of theirs, nor the other way round.
 */
export const areOneHand = async (
  { cases }: Deps,
  tx: Tx,
  { caseId, askerId }: IdentityRequest,
  other: StaffId,
): Promise<boolean> =>
  (await cases.officersOf(tx, [caseId])).some(
    ({ staffId, standsInFor }) =>
      (staffId === other && standsInFor === askerId) ||
      (staffId === askerId && standsInFor === other),
  )
