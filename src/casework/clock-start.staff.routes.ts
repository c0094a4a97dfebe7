import type { Request, RequestHandler, Response } from 'express'
import { actorOf, keysOf } from '../accounts'
import type { Audit } from '../audit'
import { admitToCase, type Cases } from '../cases'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { Random } from '../platform/random'
import type { Permission } from '../vocabulary/permission'
import { caseHref } from '../vocabulary/staff-paths'
import type { Casework, Visitor } from './casework.service'
import { toClockStart } from './clock-start.view'
import { CaseParams, startForm } from './clock.schema'

type Deps = {
  readonly db: Db
  readonly random: Random
  readonly cases: Cases
  readonly audit: Audit
  readonly casework: Casework
}

/** A clock whose beginning no step of the course tells: an officer enters the day. */
export const openClockStartDoors = (staff: Doors<Permission>, deps: Deps): void => {
  const path = '/staff/cases/:caseId/clocks/new'
  staff.get(path, 'deadline.change', show(deps))
  staff.post(path, 'deadline.change', start(deps))
}

/** @throws notFound('case'): the attempt is recorded */
const visitorOf = async (deps: Deps, req: Request, res: Response): Promise<Visitor> => {
  const { caseId } = readPath(CaseParams, req.params)
  const actor = actorOf(res)
  await admitToCase(deps, actor, caseId)
  return { actor, caseId, keys: keysOf(res) }
}

const reading = async ({ casework }: Deps, tx: Tx, visitor: Visitor) => {
  const file = await casework.open(tx, visitor)
  return { file, rules: await casework.clocks.startable(tx, file) }
}

const draw = async (deps: Deps, res: Response, visitor: Visitor, form: FormState) => {
  const page = await deps.db.inTransaction(async tx => {
    const { file, rules } = await reading(deps, tx, visitor)
    await deps.casework.recordVisit(tx, visitor, { tab: 'deadline', original: false })
    return toClockStart(file, rules, { form, once: deps.random.uuid() })
  })
  res.render('casework/clock-new', page)
}

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    await draw(deps, res, await visitorOf(deps, req, res), blankForm)
  }

const start =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, req, res)
    const { file, rules } = await deps.db.inTransaction(tx => reading(deps, tx, visitor))
    const known = rules.map(({ code, data }) => ({ code, backwards: data.direction === 'before' }))
    const typed = readForm(startForm(known, file.today), req.body)
    if (!typed.ok) {
      await draw(deps, res.status(422), visitor, typed.form)
      return
    }
    await deps.db.inTransaction(async tx => {
      const now = await deps.casework.open(tx, visitor)
      await deps.casework.clocks.start(tx, { file: now, actor: visitor.actor }, typed.value)
    })
    res.redirect(303, caseHref(visitor.caseId, { tab: 'deadlines' }))
  }
