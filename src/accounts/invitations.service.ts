import { createHash } from 'node:crypto'
import type { Audit } from '../audit'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { Session, Sessions } from '../sessions'
import type { StaffActor } from '../vocabulary/actor'
import type { StaffId } from '../vocabulary/ids'
import { holdInvitation, markInvitationUsed, saveInvitation } from './invitations.repository'
import { newTotpSecret } from './one-time-code'
import { toActor, type Staff } from './staff'
import { stageMinutes, writeEnrolling } from './staff-session'
import { findStaff } from './staff.repository'

type Deps = {
  readonly audit: Audit
  readonly lawbook: Pick<Lawbook, 'limits'>
  readonly sessions: Sessions
  readonly random: Random
  readonly clock: Clock
}

type Opened =
  /** Wrong, replaced by a newer one, too old, used, or its person is no longer waiting. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'opened'; readonly cookie: string; readonly session: Session }

export type Invitations = {
  /**
   * A link for somebody who was invited: shown once to who asks for it, and kept as a hash only. It opens the
   * choice of a password once; a newer link ends this one.
   * @throws notFound('staff'), refused('invitation.not-waiting'), refused('staff.own-account')
   */
  readonly giveLink: (
    tx: Tx,
    actor: StaffActor,
    staffId: StaffId,
  ) => Promise<{ readonly token: string; readonly until: Date }>
  /** Who is invited by this link, while it opens. */
  readonly find: (tx: Tx, token: string) => Promise<Staff | undefined>
  /** Uses the link up and begins the enrolment. */
  readonly open: (tx: Tx, token: string) => Promise<Opened>
}

const TOKEN_BYTES = 24
const DAY = 24 * 60 * 60_000

const hashOf = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest()

export const createInvitations = (deps: Deps): Invitations => {
  const { audit, lawbook, sessions, random, clock } = deps

  const invited = async (tx: Tx, token: string): Promise<Staff | undefined> => {
    const invitation = await holdInvitation(tx, hashOf(token))
    if (invitation === undefined || invitation.usedAt !== undefined) return undefined
    if (invitation.expiresAt <= clock()) return undefined
    const staff = await findStaff(tx, invitation.staffId)
    return staff?.status === 'invited' ? staff : undefined
  }

  return {
    giveLink: async (tx, actor, staffId) => {
      const staff = await findStaff(tx, staffId)
      if (staff === undefined) throw notFound('staff')
      if (staffId === actor.id) throw refused('staff.own-account')
      if (staff.status !== 'invited') throw refused('invitation.not-waiting')
      const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
      const token = random.bytes(TOKEN_BYTES).toString('base64url')
      const madeAt = clock()
      const until = new Date(madeAt.getTime() + limits['invitation.days'] * DAY)
      await saveInvitation(tx, {
        ...{ staffId, tokenHash: hashOf(token), madeBy: actor.id, madeAt, expiresAt: until },
      })
      await audit.record(tx, actor, staff.organisationId, {
        deed: 'invitation.made',
        subject: staffId,
      })
      return { token, until }
    },

    find: invited,

    open: async (tx, token) => {
      const staff = await invited(tx, token)
      if (staff === undefined) return { kind: 'closed' }
      await markInvitationUsed(tx, staff.id, clock())
      const started = await sessions.start(tx, {
        side: 'staff',
        stage: 'enrol',
        staffId: staff.id,
        data: writeEnrolling(newTotpSecret(random)),
        minutes: stageMinutes.enrol,
      })
      await audit.record(tx, toActor(staff), staff.organisationId, { deed: 'invitation.used' })
      return { kind: 'opened', ...started }
    },
  }
}
