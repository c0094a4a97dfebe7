import type { RequestHandler } from 'express'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { caseHref } from '../vocabulary/staff-paths'
import type { Reading } from './masking'
import { addedForm, readTicks } from './masking.schema'
import type { MaskingWish } from './masking.service'
import { toMaskingPage } from './masking.view'
import { recordOpened, visit, visitorOf, type MaskingDeps, type Visitor } from './visit.guard'

type Redrawn = {
  readonly form: FormState
  readonly sent?: MaskingWish
  readonly previewed?: boolean
  readonly late?: boolean
}

const limitsOf = async ({ lawbook, clock }: MaskingDeps, tx: Tx) => {
  const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
  return { word: limits['masking.word'], words: limits['masking.words'] }
}

/** Without the original open, nothing that is masked now comes to light in a preview. */
const previewOf = (sent: MaskingWish, isOpen: boolean): MaskingWish =>
  isOpen ? sent : { ...sent, listed: [], ticked: [] }

const setterOf = async ({ accounts }: MaskingDeps, tx: Tx, { setBy }: Reading): Promise<string> => {
  const person = setBy && (await accounts.find(tx, setBy.staffId))
  return person?.displayName ?? '同事'
}

const draw = async (
  deps: MaskingDeps,
  tx: Tx,
  visitor: Visitor,
  { form, sent, previewed = false, late = false }: Redrawn,
): Promise<object> => {
  const { masking, unmasking, clock } = deps
  const { open, reading, head } = await visit(deps, tx, visitor)
  const isOpen = (await unmasking.find(tx, visitor, visitor.caseId)) !== undefined
  await recordOpened(deps, tx, visitor, 'masking')
  const mask = sent && masking.preview(open, reading, previewOf(sent, isOpen))
  return toMaskingPage(
    {
      head,
      reading,
      items: masking.itemsOf(open, reading),
      open: isOpen,
      setBy: await setterOf(deps, tx, reading),
      limits: await limitsOf(deps, tx),
      today: dayOf(clock()),
      mask: mask ?? reading.mask,
      previewed,
      late,
      // After a colleague's change the ticks begin anew: sent once more, it is a choice about that list.
      ...(sent === undefined || late ? {} : { sent }),
    },
    form,
  )
}

export const showMasking =
  (deps: MaskingDeps): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, req, res)
    const page = await deps.db.inTransaction(tx => draw(deps, tx, visitor, { form: blankForm }))
    res.render('masking/masking', page)
  }

const wasInTime = async (work: Promise<void>): Promise<boolean> => {
  try {
    await work
    return true
  } catch (error) {
    if (error instanceof KnownError && error.code === 'masking.changed') return false
    throw error
  }
}

export const setMasking =
  (deps: MaskingDeps): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, req, res)
    const { do: what, ...ticks } = readTicks(req.body)
    const redraw = (redrawn: Redrawn) =>
      deps.db.inTransaction(tx => draw(deps, tx, visitor, redrawn))
    const limits = await deps.db.inTransaction(tx => limitsOf(deps, tx))
    const read = readForm(addedForm(limits), req.body)
    if (!read.ok) {
      const page = await redraw({ form: read.form, sent: { ...ticks, added: [] } })
      res.status(422).render('masking/masking', page)
      return
    }
    const wish = { ...ticks, added: read.value.words }
    const form = { values: { words: read.value.words.join('\n') }, errors: {} }
    if (what === 'preview') {
      res.render('masking/masking', await redraw({ form, sent: wish, previewed: true }))
      return
    }
    const work = deps.db.inTransaction(async tx => {
      const { open } = await visit(deps, tx, visitor)
      await deps.masking.set(tx, visitor.actor, open, wish)
    })
    if (await wasInTime(work)) {
      res.redirect(303, caseHref(visitor.caseId, { done: 'masked' }))
      return
    }
    const page = await redraw({ form, sent: wish, late: true })
    res.status(409).render('masking/masking', page)
  }
