import type { RequestHandler } from 'express'
import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Db } from '../platform/db/database'
import { KnownError } from '../platform/errors'
import { readForm, type FormState } from '../platform/http/form'
import { caseHref } from '../vocabulary/staff-paths'
import { toBriefErrors, toBriefPage } from './brief.view'
import type { BriefHits } from './case-file'
import { briefForm, readCarried } from './casework.schema'
import type { Casework, Visitor } from './casework.service'
import { visitorOf } from './visitor.guard'

type Deps = {
  readonly db: Db
  readonly cases: Cases
  readonly audit: Audit
  readonly casework: Casework
}

type Typed = {
  readonly back: string
  /** What was typed; without it the form shows what is saved. */
  readonly form?: FormState
  /** The version that the typing began from; without it, the present one. */
  readonly seen?: string
  readonly late?: boolean
}

const page = ({ db, casework }: Deps, visitor: Visitor, typed: Typed): Promise<object> =>
  db.inTransaction(async tx => {
    const file = await casework.open(tx, visitor)
    const { brief } = await casework.tabs.summary(tx, file)
    const { brief: max } = await casework.limits(tx, visitor.actor)
    const drawn = toBriefPage(file, typed.form ?? { values: brief.text, errors: {} }, {
      back: typed.back,
      seen: typed.seen ?? brief.mark,
      max,
      ...(typed.late === true
        ? { late: { now: brief.text, editor: await casework.lastBriefEditor(tx, visitor.caseId) } }
        : {}),
    })
    // What the form proposes is taken from the report: drawing it is reading it.
    await casework.recordVisit(tx, visitor, { tab: 'brief', original: true })
    return drawn
  })

export const showBrief =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, req, res)
    const { back } = readCarried(req.query)
    res.render('casework/brief', await page(deps, visitor, { back }))
  }

/** What kept it from being saved: masked words, or `undefined` for a colleague who was faster. */
const savedOrNot = async (work: Promise<BriefHits>): Promise<BriefHits | undefined> => {
  try {
    return await work
  } catch (error) {
    if (error instanceof KnownError && error.code === 'brief.changed') return undefined
    throw error
  }
}

export const saveBrief =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, req, res)
    const { back, seen } = readCarried(req.body)
    const { brief: max } = await deps.db.inTransaction(tx =>
      deps.casework.limits(tx, visitor.actor),
    )
    const read = readForm(briefForm(max), req.body)
    if (!read.ok) {
      const drawn = await page(deps, visitor, { back, seen, form: read.form })
      res.status(422).render('casework/brief', drawn)
      return
    }
    const work = deps.db.inTransaction(tx =>
      deps.casework.saveBrief(tx, { ...visitor, seen }, read.value),
    )
    const hits = await savedOrNot(work)
    const form = { values: read.value, errors: toBriefErrors(hits ?? {}) }
    if (hits === undefined) {
      // Drawn with the colleague's version beside it: saving once more is then a choice.
      const drawn = await page(deps, visitor, { back, form, late: true })
      res.status(409).render('casework/brief', drawn)
    } else if (Object.keys(hits).length > 0) {
      res.status(422).render('casework/brief', await page(deps, visitor, { back, seen, form }))
    } else res.redirect(303, caseHref(visitor.caseId, { done: 'brief', back }))
  }
