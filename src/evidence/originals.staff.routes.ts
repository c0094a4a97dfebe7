import type { RequestHandler, Response } from 'express'
import { keysOf, stepUpFaults } from '../accounts'
import { admitToCase } from '../cases'
import { dayOf } from '../platform/clock'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import type { Permission } from '../vocabulary/permission'
import { originalForm, type ReasonLimits } from './evidence.schema'
import { sendAttachment } from './send-file.guard'
import { toOriginalPage } from './viewer.view'
import { maskOf, throughMask, visit, type ViewerDeps, type Visit } from './visit.guard'

/** The sealed original, unscanned as it is: intake only, with a step-up and a reason that is kept. */
export const openOriginalDoors = (staff: Doors<Permission>, deps: ViewerDeps): void => {
  const path = '/staff/cases/:caseId/evidence/:evidenceId/original'
  staff.get(path, 'case.triage', ask(deps))
  staff.post(path, 'case.triage', hand(deps))
}

const limitsOf = ({ db, lawbook, clock }: ViewerDeps): Promise<ReasonLimits> =>
  db.inTransaction(async tx => {
    const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
    return { min: limits['reason.min'], max: limits['reason.max'] }
  })

/** A visit whose file has gone through the mask of its case: what is shown, and what a download is called. */
const masked = async (deps: ViewerDeps, seen: Visit): Promise<Visit> => ({
  ...seen,
  file: throughMask(seen.file, await maskOf(deps, seen)),
})

const draw = (res: Response, { file, label }: Visit, limits: ReasonLimits, form: FormState) => {
  const page = toOriginalPage({ caseId: file.caseId, label, file, limits }, form)
  res.render('evidence/original', { page, values: form.values, errors: form.errors })
}

const ask =
  (deps: ViewerDeps): RequestHandler =>
  async (req, res) => {
    const seen = await masked(deps, await visit(deps, req, res, admitToCase))
    draw(res, seen, await limitsOf(deps), blankForm)
  }

const hand =
  (deps: ViewerDeps): RequestHandler =>
  async (req, res) => {
    const seen = await masked(deps, await visit(deps, req, res, admitToCase))
    const limits = await limitsOf(deps)
    const read = readForm(originalForm(limits), req.body)
    if (!read.ok) {
      res.status(422)
      draw(res, seen, limits, read.form)
      return
    }
    const { actor, open, file } = seen
    const { caseId, id } = file
    const { reason, otp } = read.value
    const original = await deps.db.inTransaction(async tx => {
      const { kind } = await deps.secondFactor.check(tx, keysOf(res), otp)
      if (kind !== 'right') return kind
      await deps.evidence.recordDownload(tx, actor, open, { id, reason })
      const opened = await deps.evidence.openOriginal(tx, open, id)
      const done = { deed: 'original.downloaded', caseId, subject: id } as const
      await deps.audit.record(tx, actor, actor.organisationId, done)
      return opened
    })
    if (typeof original === 'string') {
      res.status(422)
      draw(res, seen, limits, { values: { reason }, errors: { otp: stepUpFaults[original] } })
      return
    }
    await sendAttachment(res, original, file.name)
  }
