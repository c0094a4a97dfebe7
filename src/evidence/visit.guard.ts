import type { Request, Response } from 'express'
import { actorOf, keysOf, type SecondFactor } from '../accounts'
import type { Accounts } from '../accounts'
import type { Audit } from '../audit'
import { admitReader, caseLabel, keyOfAdmitted, recordDenied, type Cases } from '../cases'
import type { Desks } from '../desks'
import type { Lawbook } from '../lawbook'
import type { CaseMask, Masking } from '../masking'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import { readPath } from '../platform/http/path'
import type { StaffActor } from '../vocabulary/actor'
import type { EvidenceId } from '../vocabulary/ids'
import type { EvidenceFile, OpenCase } from './evidence'
import { EvidenceParams } from './evidence.schema'
import type { Evidence } from './evidence.service'

export type ViewerDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly accounts: Accounts
  readonly audit: Audit
  readonly lawbook: Lawbook
  readonly cases: Cases
  readonly desks: Desks
  readonly evidence: Evidence
  readonly masking: Masking
  readonly secondFactor: SecondFactor
}

/** One officer before one file of one case that they may open. */
export type Visit = {
  readonly actor: StaffActor
  readonly open: OpenCase
  readonly file: EvidenceFile
  readonly label: string
}

/** A file of another case, asked for by the address of this one: an attempt at that other case. */
const recordStray = async (deps: ViewerDeps, actor: StaffActor, id: EvidenceId): Promise<void> => {
  const { db, evidence, cases } = deps
  const hidden = await db.inTransaction(async tx => {
    const caseId = await evidence.caseOf(tx, id)
    if (caseId === undefined) return undefined
    return (await cases.findReadable(tx, actor, caseId)) === undefined ? caseId : undefined
  })
  if (hidden !== undefined) await recordDenied(deps, actor, hidden)
}

/** @throws not-found for whoever has no grant: the same words as for what does not exist */
export const visit = async (
  deps: ViewerDeps,
  req: Request,
  res: Response,
  admit = admitReader,
): Promise<Visit> => {
  const { caseId, evidenceId } = readPath(EvidenceParams, req.params)
  const actor = actorOf(res)
  const { year, serial } = await admit(deps, actor, caseId)
  const { open, file } = await deps.db.inTransaction(async tx => {
    const holders = await deps.desks.holdersOf(tx, keysOf(res))
    const caseKey = await keyOfAdmitted(deps.cases, tx, holders, caseId)
    const open = { caseId, caseKey }
    return { open, file: await deps.evidence.find(tx, open, evidenceId) }
  })
  if (file?.stage === 'sent') return { actor, open, file, label: caseLabel(year, serial) }
  await recordStray(deps, actor, evidenceId)
  throw notFound('evidence')
}

/** The file's words as they may be shown. */
export const throughMask = (file: EvidenceFile, mask: CaseMask): EvidenceFile => ({
  ...file,
  name: mask.fileName(file.name),
  note: mask.text(file.note),
})

export const maskOf = ({ db, masking }: ViewerDeps, { open }: Visit): Promise<CaseMask> =>
  db.inTransaction(tx => masking.maskOf(tx, { caseId: open.caseId, key: open.caseKey }))

export const recordView = async (
  { audit }: ViewerDeps,
  tx: Tx,
  { actor, file }: Visit,
): Promise<void> => {
  const done = { deed: 'evidence.viewed', caseId: file.caseId, subject: file.id } as const
  await audit.record(tx, actor, actor.organisationId, done)
}

/**
 * Pictures, pages and byte ranges belong to an opening of the viewer that has its row already. Whoever
 * asks for them without having opened the viewer that day gets a row as well.
 */
export const recordViewOnce = async (deps: ViewerDeps, seen: Visit): Promise<void> => {
  const { db, audit, clock } = deps
  const { actor, file } = seen
  await db.inTransaction(async tx => {
    const views = await audit.listForCase(tx, file.caseId, { deeds: ['evidence.viewed'] })
    const today = dayOf(clock())
    const known = views.some(
      view => view.subject === file.id && view.actorId === actor.id && view.onDay === today,
    )
    if (!known) await recordView(deps, tx, seen)
  })
}
