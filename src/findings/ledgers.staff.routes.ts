import type { Request, RequestHandler, Response } from 'express'
import { maskedFaults } from '../masking'
import { notFound } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { Permission } from '../vocabulary/permission'
import { admitted } from './case-door'
import type { FindingRoomDeps } from './finding-room'
import type { LedgersFile, MoneyEntry } from './ledger'
import { entryForm, EntryParams, takeBackForm } from './ledger.schema'
import { toLedgersPage, toTakeBackPage } from './ledger.view'
import { TypedForm } from './typed'

export const openLedgerPages = (staff: Doors<Permission>, deps: FindingRoomDeps): void => {
  staff.get('/staff/cases/:caseId/ledgers', 'finding.view', show(deps))
  staff.post('/staff/cases/:caseId/ledgers', 'finding.write', post(deps))
  staff.get('/staff/cases/:caseId/ledgers/:entryId', 'finding.write', showTakeBack(deps))
  staff.post('/staff/cases/:caseId/ledgers/:entryId', 'finding.write', takeBack(deps))
}

/** `look`: to read a form by, `open`: to be shown, and recorded as that. */
const fileOf = async (deps: FindingRoomDeps, req: Request, res: Response, how: 'look' | 'open') => {
  const { visitor, caseId } = await admitted(deps, req, res)
  const file = await deps.db.inTransaction(tx => deps.ledgers[how](tx, visitor, caseId))
  return { visitor, caseId, file }
}

/** The name of the drawn form stays with what was typed into it. */
const drawn = ({ random }: FindingRoomDeps, form: FormState) => ({
  form,
  once: form.values['once'] ?? random.uuid(),
})

const show =
  (deps: FindingRoomDeps): RequestHandler =>
  async (req, res) => {
    const { file } = await fileOf(deps, req, res, 'open')
    res.render('findings/ledgers', toLedgersPage(file, drawn(deps, blankForm)))
  }

type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly form: FormState }

/** The form to be drawn again, with what is wrong; undefined: it is done. */
const takenOr = async <T>(
  read: Read<T>,
  body: unknown,
  take: (value: T) => Promise<void>,
): Promise<FormState | undefined> => {
  if (!read.ok) return read.form
  try {
    await take(read.value)
    return undefined
  } catch (error) {
    return { values: TypedForm.parse(body), errors: maskedFaults(error) }
  }
}

const post =
  (deps: FindingRoomDeps): RequestHandler =>
  async (req, res) => {
    const { visitor, caseId, file } = await fileOf(deps, req, res, 'look')
    const form = await takenOr(readForm(entryForm(file), req.body), req.body, entry =>
      deps.db.inTransaction(tx => deps.ledgers.post(tx, visitor, caseId, entry)),
    )
    if (form === undefined) {
      res.redirect(303, `/staff/cases/${caseId}/ledgers`)
      return
    }
    await fileOf(deps, req, res, 'open')
    res.status(422).render('findings/ledgers', toLedgersPage(file, drawn(deps, form)))
  }

const entryIn = ({ entries }: LedgersFile, id: string): MoneyEntry => {
  const entry = entries.find(one => one.id === id && one.corrects === null)
  if (entry === undefined) throw notFound('money')
  return entry
}

const showTakeBack =
  (deps: FindingRoomDeps): RequestHandler =>
  async (req, res) => {
    const { entryId } = readPath(EntryParams, req.params)
    const { file } = await fileOf(deps, req, res, 'open')
    const page = toTakeBackPage(file, entryIn(file, entryId), drawn(deps, blankForm))
    res.render('findings/take-back', page)
  }

const takeBack =
  (deps: FindingRoomDeps): RequestHandler =>
  async (req, res) => {
    const { entryId: id } = readPath(EntryParams, req.params)
    const { visitor, caseId, file } = await fileOf(deps, req, res, 'look')
    const entry = entryIn(file, id)
    const form = await takenOr(readForm(takeBackForm(file), req.body), req.body, back =>
      deps.db.inTransaction(tx => deps.ledgers.takeBack(tx, visitor, { caseId, id }, back)),
    )
    if (form === undefined) {
      res.redirect(303, `/staff/cases/${caseId}/ledgers`)
      return
    }
    await fileOf(deps, req, res, 'open')
    const page = toTakeBackPage(file, entry, drawn(deps, form))
    res.status(422).render('findings/take-back', page)
  }
