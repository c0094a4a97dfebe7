import type { RequestHandler } from 'express'
import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Organisations } from '../organisations'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Casework } from './casework.service'
import { toCaseSheet } from './sheet.view'
import { visitorOf } from './visitor.guard'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly cases: Cases
  readonly audit: Audit
  readonly organisations: Organisations
  readonly casework: Casework
}

/** 线索阅办单, one A4 page. Whoever opens it takes it for printed, and so does the record. */
export const showCaseSheet =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { casework, organisations, audit, clock } = deps
    const visitor = await visitorOf(deps, req, res)
    const { actor, caseId } = visitor
    const page = await deps.db.inTransaction(async tx => {
      const file = await casework.open(tx, visitor)
      const { brief } = await casework.tabs.summary(tx, file)
      const open = (await casework.clocks.lines(tx, file)).filter(
        ({ deadline }) => deadline.doneOn === null,
      )
      const { organisationId } = file.found
      const sheet = toCaseSheet(file, {
        brief,
        clocks: open.map(({ deadline: { dueOn, provisional }, rule }) => ({
          ...{ name: rule.data.name, dueOn, provisional },
        })),
        printedBy: actor.displayName,
        printedAt: clock(),
        body: (await organisations.get(tx, organisationId)).name,
      })
      await audit.record(tx, actor, organisationId, { deed: 'case.printed', caseId })
      return sheet
    })
    res.render('casework/sheet', page)
  }
