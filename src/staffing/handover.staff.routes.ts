import type { RequestHandler, Response } from 'express'
import { z } from 'zod'
import { actorOf, keysOf } from '../accounts'
import type { Audit } from '../audit'
import { shortLabel } from '../cases'
import type { Db } from '../platform/db/database'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { CaseId, StaffId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { refusalSentence } from '../vocabulary/refusal-words'
import type { HandedRow } from './handing'
import type { Handover } from './handover.service'
import { toHandoverPage, toHandoverPersonPage, type HandedResult } from './handover.view'
import { recordingRefusal } from './step-up.guard'

type Deps = { readonly db: Db; readonly audit: Audit; readonly handover: Handover }

export const openHandoverDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/handover', 'case.hand-over', list(deps))
  staff.get('/staff/handover/:staffId', 'case.hand-over', show(deps))
  staff.post('/staff/handover/:staffId', 'case.hand-over', handOver(deps))
}

const PersonPath = z.object({ staffId: z.uuid().transform(id => id as StaffId) })
const caseId = z.uuid().transform(id => id as CaseId)

const HandoverForm = z.object({
  cases: z.preprocess(
    ticked => (ticked === undefined ? [] : [ticked].flat()),
    z.array(caseId).min(1, '请选要交接的案件').max(50, '一次最多交接 50 件'),
  ),
  to: z.uuid('请选交给谁').transform(id => id as StaffId),
})

const list =
  ({ db, handover }: Deps): RequestHandler =>
  async (_req, res) => {
    const people = await db.inTransaction(tx => handover.burdened(tx, actorOf(res)))
    res.render('staffing/handover', toHandoverPage(people))
  }

type Drawn = {
  readonly results?: readonly HandedResult[]
  readonly ticked?: readonly CaseId[]
  readonly form?: FormState
}

const draw = async (
  { db, handover }: Deps,
  res: Response,
  leaving: StaffId,
  { results = [], ticked, form = blankForm }: Drawn = {},
): Promise<void> => {
  const actor = actorOf(res)
  const page = await db.inTransaction(async tx => ({
    page: await handover.page(tx, actor, keysOf(res), leaving),
    people: await handover.candidates(tx, actor, leaving),
  }))
  res.render('staffing/handover-person', toHandoverPersonPage({ ...page, results, ticked, form }))
}

const show =
  (deps: Deps): RequestHandler =>
  (req, res) =>
    draw(deps, res, readPath(PersonPath, req.params).staffId)

const Ticked = z.object({ cases: z.preprocess(one => [one].flat(), z.array(caseId)) }).catch({
  cases: [],
})

type Bulk = { readonly from: StaffId; readonly to: StaffId; readonly cases: readonly CaseId[] }

const inWords = (error: unknown): string => {
  if (!(error instanceof KnownError)) throw error
  return refusalSentence(error, '没有交接，请打开这一件看看')
}

/** Each case in a transaction of its own: what is refused takes nothing of the others back. */
const handAll = async (
  { db, audit, handover }: Deps,
  res: Response,
  { from, to, cases }: Bulk,
  known: readonly HandedRow[],
): Promise<HandedResult[]> => {
  const actor = actorOf(res)
  const results: HandedResult[] = []
  for (const id of cases) {
    const row = known.find(({ found }) => found.id === id)
    const number = row === undefined ? '一件' : shortLabel(row.found.year, row.found.serial)
    const step = { keys: keysOf(res), caseId: id, from, to }
    const work = db.inTransaction(tx => handover.handOver(tx, actor, step))
    const refusal = await recordingRefusal({ db, audit }, actor, id, work).then(() => '', inWords)
    results.push({ caseId: id, number, refusal })
  }
  return results
}

const handOver =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { staffId: from } = readPath(PersonPath, req.params)
    const read = readForm(HandoverForm, req.body)
    if (!read.ok) {
      const { cases: ticked } = Ticked.parse(req.body)
      await draw(deps, res.status(422), from, { ticked, form: read.form })
      return
    }
    const actor = actorOf(res)
    const { rows } = await deps.db.inTransaction(tx =>
      deps.handover.page(tx, actor, keysOf(res), from),
    )
    const results = await handAll(deps, res, { ...read.value, from }, rows)
    await draw(deps, res, from, { results })
  }
