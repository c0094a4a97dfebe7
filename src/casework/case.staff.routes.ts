import type { RequestHandler } from 'express'
import type { Accounts } from '../accounts'
import type { Audit } from '../audit'
import type { Cases } from '../cases'
import { toEvidenceRows } from '../evidence'
import type { Findings, Ledgers, Measures } from '../findings'
import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Doors } from '../platform/http/doors'
import { blankForm } from '../platform/http/form'
import type { Random } from '../platform/random'
import { toRelated, type Search } from '../search'
import { isAllowed, type Permission } from '../vocabulary/permission'
import { toAround } from './around.view'
import { saveBrief, showBrief } from './brief.staff.routes'
import type { CaseFile } from './case-file'
import { toCaseHead } from './case-head.view'
import type { CaseAsked, CaseTab } from './casework.rules'
import { readAsked } from './casework.schema'
import type { Casework, Visitor } from './casework.service'
import { toClocks } from './clocks.view'
import { toDecisions } from './decisions.view'
import { toHistory } from './history.view'
import { sendMessage } from './messages.staff.routes'
import { showCaseSheet } from './sheet.staff.routes'
import { printFoot } from './sheet.view'
import { toSummary } from './summary.view'
import { surroundingsOf, type Neighbours } from './surroundings.service'
import { toThreads } from './thread.view'
import { visitorOf } from './visitor.guard'

export type CaseDoorDeps = {
  readonly search: Search
  readonly findings: Findings
  readonly measures: Measures
  readonly ledgers: Ledgers
  readonly db: Db
  readonly random: Random
  readonly cases: Cases
  readonly audit: Audit
  readonly casework: Casework
  readonly clock: Clock
  readonly organisations: Organisations
  readonly accounts: Accounts
  readonly lawbook: Lawbook
  readonly queue: { readonly neighbours: Neighbours }
}

export const openCaseDoors = (staff: Doors<Permission>, deps: CaseDoorDeps): void => {
  staff.get('/staff/cases/:caseId', 'case.view', show(deps))
  staff.get('/staff/cases/:caseId/sheet', 'case.view', showCaseSheet(deps))
  staff.post('/staff/cases/:caseId/messages', 'case.write', sendMessage(deps))
  staff.get('/staff/cases/:caseId/brief/edit', 'case.write', showBrief(deps))
  staff.post('/staff/cases/:caseId/brief', 'case.write', saveBrief(deps))
}

type Draw = (tx: Tx, file: CaseFile, asked: CaseAsked, visitor: Visitor) => Promise<object>

const drawers = ({
  casework,
  random,
  search,
  findings,
  measures,
  ledgers,
}: CaseDoorDeps): Record<CaseTab, Draw> => ({
  summary: async (tx, file, { back }, visitor) => ({
    ...toSummary(file, await casework.tabs.summary(tx, file), back),
    related: toRelated(await search.relatedTo(tx, visitor, file.found.id), file.today),
  }),

  evidence: async (tx, file) => ({
    rows: toEvidenceRows(file.found.id, await casework.tabs.evidence(tx, file)),
  }),

  messages: async (tx, file, _asked, { actor }) => {
    const threads = await casework.tabs.threads(tx, file)
    const { message: max } = await casework.limits(tx, actor)
    await casework.markRead(tx, ...threads.map(({ found }) => found.id))
    return toThreads(file, threads, { ...blankForm, once: random.uuid(), max })
  },

  deadlines: async (tx, file, _asked, { actor }) =>
    toClocks(file, await casework.clocks.lines(tx, file), {
      mayStart: isAllowed(actor, 'deadline.change'),
    }),

  decisions: async (tx, file, _asked, visitor) =>
    toDecisions(file, {
      finding: await findings.look(tx, visitor, file.found.id),
      measures: await measures.look(tx, visitor, file.found.id),
      ledgers: await ledgers.look(tx, visitor, file.found.id),
    }),

  history: async (tx, file, { before, back }) =>
    toHistory(file, await casework.tabs.history(tx, file, before), {
      back,
      paged: before !== undefined,
    }),
})

const show = (deps: CaseDoorDeps): RequestHandler => {
  const draw = drawers(deps)
  return async (req, res) => {
    const visitor = await visitorOf(deps, req, res)
    const asked = readAsked(req.query)
    const { tab } = asked
    const page = await deps.db.inTransaction(async tx => {
      const file = await deps.casework.open(tx, visitor)
      await deps.search.note(tx, visitor, { found: file.found, caseKey: file.key })
      const { actor } = visitor
      const around = await surroundingsOf(deps, tx, actor, { found: file.found, back: asked.back })
      const body = await draw[tab](tx, file, asked, visitor)
      await deps.casework.recordVisit(tx, visitor, { tab, original: tab === 'summary' })
      const foot = printFoot(file.found, actor.displayName, deps.clock())
      const head = { ...toCaseHead(file, asked), ...toAround(around, asked.back) }
      return { ...head, printFoot: foot, ...body }
    })
    res.status(asked.problem === '' ? 200 : 400).render(`casework/${tab}`, page)
  }
}
