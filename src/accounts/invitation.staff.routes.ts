import type { RequestHandler } from 'express'
import { z } from 'zod'
import type { Db } from '../platform/db/database'
import { refused } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { readPath } from '../platform/http/path'
import type { Sessions } from '../sessions'
import type { Entrance } from './entrance'
import type { EntranceLock } from './guard'
import type { Invitations } from './invitations.service'

export type InvitationDeps = {
  readonly db: Db
  readonly entrance: Entrance
  readonly sessions: Sessions
  readonly invitations: Invitations
}

const path = '/staff/login/invitation/:token'

export const openInvitationDoors = (doors: Doors<EntranceLock>, deps: InvitationDeps): void => {
  doors.get(path, 'anybody', show(deps))
  doors.post(path, 'anybody', take(deps))
}

const LinkPath = z.object({ token: z.string() })

/** Looking uses nothing up: whatever fetches links in passing does not spend them. */
const show =
  ({ db, invitations }: InvitationDeps): RequestHandler =>
  async (req, res) => {
    const { token } = readPath(LinkPath, req.params)
    const staff = await db.inTransaction(tx => invitations.find(tx, token))
    if (staff === undefined) throw refused('invitation.closed')
    res.render('accounts/invitation', {
      title: '设置登录方式',
      errors: {},
      name: staff.displayName,
      username: staff.username,
      action: `/staff/login/invitation/${token}`,
      // Whoever is signed in here is somebody else, and probably the one who made the link.
      signedIn: res.locals.actor?.displayName,
    })
  }

const take =
  ({ db, entrance, sessions, invitations }: InvitationDeps): RequestHandler =>
  async (req, res) => {
    const { token } = readPath(LinkPath, req.params)
    if (res.locals.actor !== undefined) {
      res.redirect(303, `/staff/login/invitation/${token}`)
      return
    }
    const answer = await db.inTransaction(async tx => {
      const opened = await invitations.open(tx, token)
      const { staffSession: previous } = res.locals
      if (opened.kind === 'opened' && previous !== undefined) await sessions.end(tx, previous)
      return opened
    })
    if (answer.kind === 'closed') throw refused('invitation.closed')
    entrance.letIn(res, answer)
    res.redirect(303, '/staff/login/enrol')
  }
