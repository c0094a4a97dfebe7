import type { Request, RequestHandler, Response } from 'express'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { readForm, type FormState } from '../platform/http/form'
import type { Permission } from '../vocabulary/permission'
import { caseHref } from '../vocabulary/staff-paths'
import { admitted } from './case-door'
import type { FindingFile } from './finding'
import type { FindingRoomDeps } from './finding-room'
import { findingForm, readCarried, rearranged } from './finding.schema'
import { toFindingPage } from './finding.view'
import { findingMark } from './findings.service'
import { openLedgerPages } from './ledgers.staff.routes'
import { openMeasurePages } from './measures.staff.routes'
import { TypedForm } from './typed'

export const openFindingDoors = (staff: Doors<Permission>, deps: FindingRoomDeps): void => {
  staff.get('/staff/cases/:caseId/findings', 'finding.view', show(deps))
  staff.post('/staff/cases/:caseId/findings', 'finding.write', save(deps))
  openMeasurePages(staff, deps)
  openLedgerPages(staff, deps)
}

type Drawn = {
  readonly form?: FormState
  /** The state that the typing began from; without it, the present one. */
  readonly seen?: string
  readonly late?: boolean
}

const pageOf = async (
  { accounts }: FindingRoomDeps,
  tx: Tx,
  file: FindingFile,
  { form, seen, late }: Drawn,
): Promise<object> => {
  const names = await accounts.namesOf(
    tx,
    file.versions.map(({ savedBy }) => savedBy),
  )
  return toFindingPage(file, {
    ...{ form, names, late: late === true },
    seen: seen ?? findingMark(file.versions[0]),
  })
}

const draw = async (
  deps: FindingRoomDeps,
  req: Request,
  res: Response,
  drawn: Drawn,
): Promise<void> => {
  const { visitor, caseId } = await admitted(deps, req, res)
  const page = await deps.db.inTransaction(async tx =>
    pageOf(deps, tx, await deps.findings.open(tx, visitor, caseId), drawn),
  )
  res.render('findings/finding', page)
}

const show =
  (deps: FindingRoomDeps): RequestHandler =>
  (req, res) =>
    draw(deps, req, res, {})

/** false for a colleague who was faster. */
const savedOrLate = async (work: Promise<void>): Promise<boolean> => {
  try {
    await work
    return true
  } catch (error) {
    if (error instanceof KnownError && error.code === 'finding.changed') return false
    throw error
  }
}

const save =
  (deps: FindingRoomDeps): RequestHandler =>
  async (req, res) => {
    const { db, findings } = deps
    const { visitor, caseId } = await admitted(deps, req, res)
    const { seen, do: wish } = readCarried(req.body)
    const typed = TypedForm.parse(req.body)
    if (wish !== undefined) {
      await draw(deps, req, res, { seen, form: { values: rearranged(typed, wish), errors: {} } })
      return
    }
    const frame = await db.inTransaction(tx => findings.frame(tx, visitor, caseId))
    const read = readForm(findingForm(frame), req.body)
    if (!read.ok) {
      await draw(deps, req, res.status(422), { seen, form: read.form })
      return
    }
    const errors = await db.inTransaction(tx => deps.identifying(tx, visitor, caseId, typed))
    if (Object.keys(errors).length > 0) {
      await draw(deps, req, res.status(422), { seen, form: { values: typed, errors } })
      return
    }
    const work = db.inTransaction(tx =>
      findings.save(tx, visitor, caseId, { seen, content: read.value }),
    )
    if (await savedOrLate(work)) res.redirect(303, caseHref(caseId, { tab: 'decisions' }))
    else await draw(deps, req, res.status(409), { late: true, form: { values: typed, errors: {} } })
  }
