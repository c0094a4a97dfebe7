import type { RequestHandler, Response } from 'express'
import { forbidden } from '../platform/errors'
import { checkCsrfToken } from '../platform/http/csrf'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed, type Permission } from '../vocabulary/permission'
import type { StaffKeys, Visitor } from './staff'
import { readUnsaved, toUnsavedPage } from './unsaved.view'

/** @throws forbidden('sign-in') when nobody has signed in with both factors */
export const actorOf = (res: Response): StaffActor => {
  const { actor } = res.locals
  if (actor === undefined) throw forbidden('sign-in')
  return actor
}

/** The signed-in person's open key pair. @throws forbidden('sign-in') */
export const keysOf = (res: Response): StaffKeys => {
  const { keys } = res.locals
  if (keys === undefined) throw forbidden('sign-in')
  return keys
}

/** Whoever is signed in, and their open key pair. @throws forbidden('sign-in') */
export const visitorOf = (res: Response): Visitor => ({ actor: actorOf(res), keys: keysOf(res) })

export const onlyIfAllowed =
  (permission: Permission): RequestHandler =>
  (_req, res, next) => {
    if (!isAllowed(actorOf(res), permission)) throw forbidden('permission')
    next()
  }

/**
 * Turns everybody who has not signed in with both factors to the entrance. Mounted before all staff doors.
 * What was typed into a form of a session that has ended is printed back once, to be copied: it is kept
 * nowhere, and never carried out later.
 */
export const requireStaff: RequestHandler = (req, res, next) => {
  if (res.locals.actor !== undefined) {
    next()
    return
  }
  const { signedOut } = res.locals
  const { token, text } = readUnsaved(req.method === 'POST' ? req.body : undefined)
  if (signedOut !== undefined && text !== '' && checkCsrfToken(req, token)) {
    res.status(422).render('accounts/unsaved', toUnsavedPage(signedOut, text))
    return
  }
  res.redirect(303, signedOut === undefined ? '/staff/login' : `/staff/login?after=${signedOut}`)
}

/** Who may come to the doors of the entrance itself: anybody, or who has given the first proof. */
export type EntranceLock = 'anybody' | 'after-password' | 'being-enrolled'

const stageOf = { 'after-password': 'password', 'being-enrolled': 'enrol' } as const

export const onlyAtStage =
  (lock: EntranceLock): RequestHandler =>
  (_req, res, next) => {
    if (lock === 'anybody' || res.locals.staffSession?.stage === stageOf[lock]) {
      next()
      return
    }
    // Signed in already, or too slow: the first page of the entrance knows which.
    res.redirect(303, '/staff/login')
  }
