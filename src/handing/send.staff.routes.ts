import type { Request, RequestHandler, Response } from 'express'
import { visitorOf } from '../accounts'
import { admitToCase } from '../cases'
import { maskedFaults } from '../masking'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, textsIn, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { CaseId, OrganisationId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import type { HandingDoorDeps } from './handing-door'
import type { HandingKind } from './handing.rules'
import { CaseParams, readChosen, sendForm } from './handing.schema'
import { toSendPage } from './send.view'

export const openSendDoors = (staff: Doors<Permission>, deps: HandingDoorDeps): void => {
  staff.get('/staff/cases/:caseId/hand-over', 'case.triage', ask(deps))
  staff.post('/staff/cases/:caseId/hand-over', 'case.triage', send(deps))
}

type Here = {
  readonly caseId: CaseId
  readonly to: OrganisationId | undefined
  readonly kind: HandingKind
}

const frame = (deps: HandingDoorDeps, tx: Tx, res: Response, here: Here) =>
  deps.handings.frame(tx, visitorOf(res), here)

const comer = async (
  deps: HandingDoorDeps,
  req: Request,
  res: Response,
  sent: unknown,
): Promise<Here> => {
  const { caseId } = readPath(CaseParams, req.params)
  await admitToCase(deps, visitorOf(res).actor, caseId)
  const { to, kind } = readChosen(sent)
  return { caseId, to, kind }
}

type Drawn = { readonly form: FormState; readonly once: string; readonly problem?: string }

const draw = async (
  deps: HandingDoorDeps,
  res: Response,
  here: Here,
  { form, once, problem }: Drawn,
): Promise<void> => {
  const file = await deps.db.inTransaction(tx => frame(deps, tx, res, here))
  res.render('handing/send', toSendPage(file, form, { kind: here.kind, once, problem }))
}

const ask =
  (deps: HandingDoorDeps): RequestHandler =>
  async (req, res) => {
    const here = await comer(deps, req, res, req.query)
    const { db, audit, random } = deps
    const { actor } = visitorOf(res)
    await db.inTransaction(tx =>
      audit.record(tx, actor, actor.organisationId, {
        ...{ deed: 'case.opened', caseId: here.caseId, subject: 'hand-over' },
      }),
    )
    await draw(deps, res, here, { form: blankForm, once: random.uuid() })
  }

/** The code of what stood in the way, or what to draw beside which field; anything else is thrown on. */
const refusalIn = (error: unknown) => {
  if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
  if (error.code === 'words.masked') return { status: 422, errors: maskedFaults(error) }
  return { status: 409, errors: {}, problem: error.code }
}

const onceIn = ({ random }: HandingDoorDeps, { values }: FormState): string => {
  const typed = values['once'] ?? ''
  return typed === '' ? random.uuid() : typed
}

const send =
  (deps: HandingDoorDeps): RequestHandler =>
  async (req, res) => {
    const { db, handings } = deps
    const here = await comer(deps, req, res, req.body)
    const visitor = visitorOf(res)
    const choices = await db.inTransaction(tx => frame(deps, tx, res, here))
    const read = readForm(sendForm(choices, here.kind), req.body)
    if (!read.ok) {
      const once = onceIn(deps, read.form)
      await draw(deps, res.status(422), here, { form: read.form, once })
      return
    }
    const work = here.kind === 'assist' ? handings.ask : handings.send
    try {
      const id = await db.inTransaction(tx => work(tx, visitor, here.caseId, read.value))
      res.redirect(303, `/staff/handings/${id}`)
    } catch (error) {
      const { status, errors, ...problem } = refusalIn(error)
      const form = { values: textsIn(read.value), errors }
      await draw(deps, res.status(status), here, { form, once: read.value.once, ...problem })
    }
  }
