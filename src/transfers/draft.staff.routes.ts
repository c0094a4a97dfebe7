import type { Request, RequestHandler, Response } from 'express'
import { visitorOf } from '../accounts'
import { admitToCase } from '../cases'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, textsIn, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { CaseId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import type { TransferDoorDeps } from './transfer-door'
import { CaseParams, draftForm } from './transfer.schema'
import { toNewPage, toPast } from './transfer.view'

export const openDraftDoors = (staff: Doors<Permission>, deps: TransferDoorDeps): void => {
  staff.get('/staff/cases/:caseId/transfers', 'transfer.view', show(deps))
  staff.post('/staff/cases/:caseId/transfers', 'transfer.write', draft(deps))
}

const comer = async (deps: TransferDoorDeps, req: Request, res: Response): Promise<CaseId> => {
  const { caseId } = readPath(CaseParams, req.params)
  await admitToCase(deps, visitorOf(res).actor, caseId)
  return caseId
}

type Drawn = { readonly form: FormState; readonly once: string; readonly problem?: string }

const draw = async (
  { db, transfers }: TransferDoorDeps,
  res: Response,
  caseId: CaseId,
  drawn: Drawn,
): Promise<void> => {
  const page = await db.inTransaction(async tx => ({
    ...toNewPage(await transfers.frame(tx, visitorOf(res), caseId), drawn),
    past: toPast(await transfers.ofCase(tx, visitorOf(res), caseId)),
  }))
  res.render('transfers/new', page)
}

const show =
  (deps: TransferDoorDeps): RequestHandler =>
  async (req, res) => {
    const caseId = await comer(deps, req, res)
    const { db, audit, random } = deps
    const { actor } = visitorOf(res)
    await db.inTransaction(tx =>
      audit.record(tx, actor, actor.organisationId, {
        ...{ deed: 'case.opened', caseId, subject: 'transfers' },
      }),
    )
    await draw(deps, res, caseId, { form: blankForm, once: random.uuid() })
  }

const draft =
  (deps: TransferDoorDeps): RequestHandler =>
  async (req, res) => {
    const { db, random, transfers } = deps
    const caseId = await comer(deps, req, res)
    const visitor = visitorOf(res)
    const choices = await db.inTransaction(tx => transfers.frame(tx, visitor, caseId))
    const read = readForm(draftForm(choices), req.body)
    const values = textsIn(req.body)
    const again = (status: number, drawn: Omit<Drawn, 'once' | 'form'>, errors = {}) =>
      draw(deps, res.status(status), caseId, {
        ...{ once: values['once'] ?? random.uuid(), form: { values, errors }, ...drawn },
      })
    if (!read.ok) {
      await again(422, {}, read.form.errors)
      return
    }
    try {
      const made = await transfers.draft(visitor, caseId, read.value)
      if (made.kind === 'made') res.redirect(303, `/staff/transfers/${made.id}`)
      else await again(422, {}, made.faults)
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
      await again(409, { problem: error.code })
    }
  }
