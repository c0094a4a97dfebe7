import type { Request, Response } from 'express'
import { actorOf, keysOf, type Accounts, type StaffKeys } from '../accounts'
import type { Audit } from '../audit'
import { admitToCase, caseLabel, keyOfAdmitted, type Cases } from '../cases'
import type { Desks } from '../desks'
import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { forbidden } from '../platform/errors'
import { readPath } from '../platform/http/path'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId } from '../vocabulary/ids'
import type { OpenCase, Reading } from './masking'
import { CaseParams } from './masking.schema'
import type { Masking } from './masking.service'
import type { Head, Opened } from './original.view'
import type { OpenUnmasking, Unmasking } from './unmasking.service'

export type MaskingDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly accounts: Accounts
  readonly audit: Audit
  readonly cases: Cases
  readonly desks: Desks
  readonly lawbook: Lawbook
  readonly organisations: Organisations
  readonly masking: Masking
  readonly unmasking: Unmasking
}

/** One officer at one case that they may know of. */
export type Visitor = {
  readonly actor: StaffActor
  readonly keys: StaffKeys
  readonly sessionHash: Buffer
  readonly caseId: CaseId
}

/** @throws notFound('case') for whoever may not know of it, and that is recorded */
export const visitorOf = async (
  deps: MaskingDeps,
  req: Request,
  res: Response,
): Promise<Visitor> => {
  const { caseId } = readPath(CaseParams, req.params)
  const actor = actorOf(res)
  const { staffSession } = res.locals
  if (staffSession === undefined) throw forbidden('sign-in')
  await admitToCase(deps, actor, caseId)
  return { actor, caseId, keys: keysOf(res), sessionHash: staffSession.ref.idHash }
}

export type Visit = {
  readonly open: OpenCase
  readonly reading: Reading
  readonly head: Head
  readonly place: string | null
}

/** Asks again in its own transaction: a handler may have been changed in between. */
export const visit = async (
  deps: MaskingDeps,
  tx: Tx,
  { keys, caseId }: Visitor,
): Promise<Visit> => {
  const { cases, desks, masking } = deps
  const key = await keyOfAdmitted(cases, tx, await desks.holdersOf(tx, keys), caseId)
  const { year, serial, regionCode } = await cases.get(tx, caseId)
  const open = { caseId, key }
  const reading = await masking.read(tx, open)
  const title = (await cases.titlesOf(tx, new Map([[caseId, key]]))).get(caseId)
  const target = reading.mask.text(title?.target ?? '')
  return {
    open,
    reading,
    head: { caseId, label: caseLabel(year, serial), target },
    place: regionCode,
  }
}

export const recordOpened = (
  { audit }: MaskingDeps,
  tx: Tx,
  { actor, caseId }: Visitor,
  subject: 'original' | 'masking',
): Promise<void> =>
  audit.record(tx, actor, actor.organisationId, { deed: 'case.opened', caseId, subject })

/** What an open original shows of its reader, and for how many seconds more. */
export const openedOf = async (
  { clock, organisations }: MaskingDeps,
  tx: Tx,
  { actor }: Visitor,
  { begun_at, ends_at }: OpenUnmasking,
): Promise<{ readonly opened: Opened; readonly seconds: number }> => {
  const { shortName: body } = await organisations.get(tx, actor.organisationId)
  return {
    opened: { reader: actor.displayName, body, begunAt: begun_at, endsAt: ends_at },
    seconds: Math.ceil((ends_at.getTime() - clock().getTime()) / 1000) + 1,
  }
}

/** A page that is left open is drawn again when its minutes are over, and asks then. */
export const endAfter = (res: Response, seconds: number | undefined): void => {
  if (seconds !== undefined) res.setHeader('Refresh', String(seconds))
}
