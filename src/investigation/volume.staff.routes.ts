import type { RequestHandler } from 'express'
import { visitorAt, type InvestigationDoorDeps } from './visit.guard'
import { toVolumePage } from './volume.view'

/** 一案一卷: cover and contents, for paper. Whoever opens it takes it for printed, and so does the record. */
export const showVolume =
  (deps: InvestigationDoorDeps): RequestHandler =>
  async (req, res) => {
    const { db, clock, cases, accounts, organisations, investigation, audit } = deps
    const visitor = await visitorAt(deps, req, res)
    const { actor, caseId } = visitor
    const page = await db.inTransaction(async tx => {
      const file = await investigation.open(tx, visitor, caseId)
      const title = (await cases.titlesOf(tx, new Map([[caseId, file.key]]))).get(caseId)
      const officers = (await cases.officersOf(tx, [caseId])).filter(({ handling }) => handling)
      const names = await accounts.namesOf(
        tx,
        officers.map(({ staffId }) => staffId),
      )
      const { organisationId } = file.found
      await audit.record(tx, actor, organisationId, { deed: 'volume.printed', caseId })
      return toVolumePage(file, {
        lines: await deps.volume.lines(tx, file),
        target: file.mask.text(title?.target ?? ''),
        behaviours: await investigation.behaviours(tx, file),
        handlers: officers.map(({ staffId }) => names.get(staffId) ?? '同事'),
        body: (await organisations.get(tx, organisationId)).name,
        decisions: await cases.decisionsOf(tx, caseId),
        viewer: actor,
        now: clock(),
      })
    })
    res.render('investigation/volume', page)
  }
