import type { RequestHandler, Response } from 'express'
import type { Received, Upload } from '../evidence'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import { checkCsrfToken } from '../platform/http/csrf'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import type { Permission } from '../vocabulary/permission'
import { toFormPage, valuesOf } from './form.view'
import type { FormLists, OpenFile } from './record'
import { itemForm, readOf } from './record.schema'
import { visitorAt, type CaseVisitor, type InvestigationDoorDeps } from './visit.guard'

type Deps = InvestigationDoorDeps

export const openAddingDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/cases/:caseId/record/new', 'investigation.add', ask(deps))
  staff.upload('/staff/cases/:caseId/record', 'investigation.add', receive(deps))
}

type Drawn = FormState & { readonly results: readonly Received[] }

const draw = async (
  { db, investigation, evidence, random }: Deps,
  res: Response,
  visitor: CaseVisitor,
  drawn: Drawn,
): Promise<void> => {
  const page = await db.inTransaction(async tx => {
    const file = await investigation.open(tx, visitor, visitor.caseId)
    const lists = await investigation.lists(tx, visitor.actor, file)
    const once = random.uuid()
    return toFormPage(file, { lists, ...drawn, once, uploads: evidence.limits })
  })
  res.render('investigation/form', page)
}

/** A correction begins with what the version before it says. */
const ask =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, investigation } = deps
    const visitor = await visitorAt(deps, req, res)
    const of = readOf(req.query)
    const values = await db.inTransaction(async tx => {
      if (of === undefined) return {}
      const file = await investigation.open(tx, visitor, visitor.caseId)
      const [newest] = await investigation.versions(tx, file, of)
      return newest === undefined ? {} : valuesOf(newest.item)
    })
    await draw(deps, res, visitor, { ...blankForm, values, results: [] })
  }

/** What was typed cannot be kept: thrown so that nothing of the form stays, its files neither. */
class FormFault extends Error {
  readonly form: FormState

  constructor(form: FormState) {
    super('form')
    this.form = form
  }
}

type Heart = { readonly visitor: CaseVisitor; readonly file: OpenFile; readonly lists: FormLists }

const keep =
  ({ investigation }: Deps, { visitor, file, lists }: Heart) =>
  async (tx: Tx, { fields, results }: Upload): Promise<void> => {
    const read = readForm(itemForm(lists, { files: results.length }), fields)
    if (!read.ok) throw new FormFault(read.form)
    await investigation.add(tx, visitor.actor, file, { item: read.value, results })
  }

const changedWords = '同事刚刚先改过这一份，您的改动还没有保存。看过新的一版以后再决定。'

/** What went wrong, as a form to draw again; anything else goes on. */
const faultOf = (error: unknown, typed: Upload['fields']): { status: number; form: FormState } => {
  if (error instanceof FormFault) return { status: 422, form: error.form }
  if (error instanceof KnownError && error.code === 'record-item.changed')
    return { status: 409, form: { values: typed, errors: { title: changedWords } } }
  throw error
}

const receive =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, investigation, evidence } = deps
    const visitor = await visitorAt(deps, req, res)
    const heart = await db.inTransaction(async tx => {
      const file = await investigation.open(tx, visitor, visitor.caseId)
      return { visitor, file, lists: await investigation.lists(tx, visitor.actor, file) }
    })
    const store = keep(deps, heart)
    let typed: Upload['fields'] = {}
    try {
      const upload = await evidence.receive(req, {
        caseId: visitor.caseId,
        caseKey: heart.file.key,
        source: 'staff',
        most: heart.lists.limits.files,
        checkCsrf: token => checkCsrfToken(req, token),
        afterStored: async (tx, came) => {
          typed = came.fields
          await store(tx, came)
        },
      })
      await answer(deps, res, visitor, upload)
    } catch (error) {
      const { status, form } = faultOf(error, typed)
      await draw(deps, res.status(status), visitor, { ...form, results: [] })
    }
  }

/** Files that were not taken are named; those that were are in the record already. */
const answer = async (
  deps: Deps,
  res: Response,
  visitor: CaseVisitor,
  { fields, results }: Upload,
): Promise<void> => {
  if (results.every(({ ok }) => ok)) {
    res.redirect(303, `/staff/cases/${visitor.caseId}/record`)
    return
  }
  await draw(deps, res.status(422), visitor, { values: fields, errors: {}, results })
}
