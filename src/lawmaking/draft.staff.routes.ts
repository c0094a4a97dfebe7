import type { RequestHandler, Response } from 'express'
import { actorOf, keysOf, onceWithCode, stepUpFaults } from '../accounts'
import { drawPdf } from '../papers'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, textsIn, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { StaffActor } from '../vocabulary/actor'
import type { LawDraftId } from '../vocabulary/ids'
import { isAllowed, type Permission } from '../vocabulary/permission'
import { dataDifference } from './data-difference.rules'
import { differenceOf } from './difference.rules'
import type { Decision, LawDraft } from './draft'
import type { LawDrafts } from './drafts.service'
import type { LawDoorDeps } from './law-door'
import { decideForm, DraftPath } from './lawmaking.schema'
import { draftHref, toDraftPage } from './lawmaking.view'
import { shapeOf } from './shapes.service'

const pattern = '/staff/admin/law/drafts/:draftId'

export const openDraftDoors = (staff: Doors<Permission>, deps: LawDoorDeps): void => {
  const { propose, withdraw } = deps.lawDrafts
  staff.get(pattern, 'law.view', show(deps))
  staff.get(`${pattern}/sample`, 'law.view', sample(deps))
  staff.post(`${pattern}/propose`, 'law.edit', act(deps, propose))
  staff.post(`${pattern}/withdraw`, 'law.edit', act(deps, withdraw))
  staff.post(`${pattern}/decide`, 'law.approve', decide(deps))
}

const idOf = (params: unknown): LawDraftId => readPath(DraftPath, params).draftId

/** The draft as it would be used, in the name of who looks at it. */
const tryOut = async (deps: LawDoorDeps, tx: Tx, actor: StaffActor, draft: LawDraft) => {
  const shape = shapeOf(draft.kind)
  if (shape === undefined) return { faults: [], notes: [], paper: undefined }
  const { data, faults, notes } = shape.read(draft.words)
  const { name: body } = await deps.organisations.get(tx, actor.organisationId)
  const at = { body, on: draft.validFrom }
  return { faults, notes, paper: data === undefined ? undefined : shape.sample?.(data, at) }
}

type Asked = { readonly id: LawDraftId; readonly form: FormState }

const draw = async (deps: LawDoorDeps, res: Response, { id, form }: Asked): Promise<void> => {
  const actor = actorOf(res)
  const page = await deps.db.inTransaction(async tx => {
    const draft = await deps.lawDrafts.find(tx, id)
    const people = [draft.madeBy, ...(draft.decidedBy === null ? [] : [draft.decidedBy])]
    const names = await deps.accounts.namesOf(tx, people)
    return { draft, names, ...(await tryOut(deps, tx, actor, draft)) }
  })
  const { draft } = page
  const may = {
    edit: isAllowed(actor, 'law.edit'),
    approve: isAllowed(actor, 'law.approve'),
    own: draft.madeBy === actor.id,
  }
  const changes = dataDifference(draft.beforeWords, draft.words)
  const difference = changes === undefined ? differenceOf(draft.beforeWords, draft.words) : []
  res.render('lawmaking/draft', toDraftPage({ ...page, changes, difference, form, may }))
}

const show =
  (deps: LawDoorDeps): RequestHandler =>
  (req, res) =>
    draw(deps, res, { id: idOf(req.params), form: blankForm })

const sample =
  (deps: LawDoorDeps): RequestHandler =>
  async (req, res) => {
    const { paper } = await deps.db.inTransaction(async tx => {
      const draft = await deps.lawDrafts.find(tx, idOf(req.params))
      return tryOut(deps, tx, actorOf(res), draft)
    })
    if (paper === undefined) throw notFound('page')
    res.setHeader('Content-Type', 'application/pdf')
    res.setHeader('Content-Disposition', 'attachment; filename="sample.pdf"')
    res.send(await drawPdf(paper))
  }

const act =
  ({ db }: LawDoorDeps, work: LawDrafts['propose'] | LawDrafts['withdraw']): RequestHandler =>
  async (req, res) => {
    const id = idOf(req.params)
    await db.inTransaction(tx => work(tx, actorOf(res), id))
    res.redirect(303, draftHref({ id }))
  }

type Wanted = {
  readonly id: LawDraftId
  readonly wish: Decision & { readonly otp: string }
}

/** In one transaction: the code is used up with what it allowed. */
const deciding =
  ({ lawDrafts, secondFactor }: LawDoorDeps, res: Response, { id, wish }: Wanted) =>
  async (tx: Tx) => {
    const kind = await onceWithCode(
      async () => (await lawDrafts.find(tx, id)).state !== 'proposed',
      () => secondFactor.check(tx, keysOf(res), wish.otp),
    )
    if (kind === 'right') await lawDrafts.decide(tx, actorOf(res), id, wish)
    return kind
  }

const reasonMost = async ({ lawbook, clock }: LawDoorDeps, tx: Tx): Promise<number> =>
  (await lawbook.limits(tx, { place: '*', on: dayOf(clock()) }))['reason.max']

const decide =
  (deps: LawDoorDeps): RequestHandler =>
  async (req, res) => {
    const id = idOf(req.params)
    const most = await deps.db.inTransaction(tx => reasonMost(deps, tx))
    const read = readForm(decideForm(most), req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), { id, form: read.form })
      return
    }
    const kind = await deps.db.inTransaction(deciding(deps, res, { id, wish: read.value }))
    if (kind === 'right') {
      res.redirect(303, draftHref({ id }))
      return
    }
    const form = { values: textsIn(req.body), errors: { otp: stepUpFaults[kind] } }
    await draw(deps, res.status(422), { id, form })
  }
