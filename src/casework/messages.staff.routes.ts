import type { RequestHandler } from 'express'
import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Db } from '../platform/db/database'
import { readForm, type FormState } from '../platform/http/form'
import type { Random } from '../platform/random'
import { caseHref } from '../vocabulary/staff-paths'
import { toCaseHead } from './case-head.view'
import { messageForm, readAsked, readCarried } from './casework.schema'
import type { Casework, Visitor } from './casework.service'
import { toThreads } from './thread.view'
import { visitorOf } from './visitor.guard'

type Deps = {
  readonly db: Db
  readonly random: Random
  readonly cases: Cases
  readonly audit: Audit
  readonly casework: Casework
}

/** The thread with the form as it was typed. */
const redraw = (
  { db, casework, random }: Deps,
  visitor: Visitor,
  form: FormState,
  back: string,
): Promise<object> =>
  db.inTransaction(async tx => {
    const file = await casework.open(tx, visitor)
    const { message: max } = await casework.limits(tx, visitor.actor)
    const threads = await casework.tabs.threads(tx, file)
    await casework.recordVisit(tx, visitor, { tab: 'messages', original: false })
    return {
      ...toCaseHead(file, readAsked({ tab: 'messages', back })),
      ...toThreads(file, threads, { ...form, once: random.uuid(), max }),
    }
  })

export const sendMessage =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, req, res)
    const { back } = readCarried(req.body)
    const { message: max } = await deps.db.inTransaction(tx =>
      deps.casework.limits(tx, visitor.actor),
    )
    const read = readForm(messageForm(max), req.body)
    if (!read.ok) {
      res.status(422).render('casework/messages', await redraw(deps, visitor, read.form, back))
      return
    }
    await deps.db.inTransaction(tx => deps.casework.send(tx, visitor, read.value))
    res.redirect(303, caseHref(visitor.caseId, { tab: 'messages', done: 'sent', back }))
  }
