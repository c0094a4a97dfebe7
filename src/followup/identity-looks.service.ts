import type { AuditEntry } from '../audit'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { Deed } from '../vocabulary/deeds'
import { readLookGround } from '../vocabulary/identity-fields'
import type { FollowupDeps, IdentityLook } from './followup'
import type { Visitor } from './followup.service'

const deeds: readonly Deed[] = [
  'identity.asked',
  'identity.viewed',
  'letter.merged',
  'letter.closed',
]
const MOST = 200

const toLook = (
  { onDay, deed, actorId, ground: kept }: AuditEntry,
  { reportId, told }: { readonly reportId: string; readonly told: ReadonlyMap<string, string> },
): IdentityLook[] => {
  const look = readLookGround(kept)
  // Another reporter of the same case is none of this one's affair.
  if (look?.reportId !== reportId) return []
  return [{ onDay, deed, actorId, fields: look.fields, told: told.get(look.ground) ?? '' }]
}

/**
 * Looks at the reporter's identity, newest first. A code that an officer has seen opens status and messages
 * only: it tells nothing of this (ADR 0022).
 */
export const identityLooks = async (
  { audit, lawbook, clock, followup }: FollowupDeps,
  tx: Tx,
  { caseId, reportId, ...visitor }: Visitor,
): Promise<IdentityLook[]> => {
  if ((await followup.codes.standing(tx, { caseId, reportId, ...visitor })) !== 'own') return []
  const grounds = await lawbook.list(tx, 'release-ground', { place: '*', on: dayOf(clock()) })
  const told = new Map(grounds.map(({ code, data }) => [code, data.told]))
  const entries = await audit.listForCase(tx, caseId, { deeds, limit: MOST })
  return entries.flatMap(entry => toLook(entry, { reportId, told }))
}
