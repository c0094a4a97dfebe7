import type { RequestHandler, Response } from 'express'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { caseHref } from '../vocabulary/staff-paths'
import type { CaseMask, MaskingWish, Reading } from './masking'
import { addedForm, readTicks } from './masking.schema'
import { toMaskingPage } from './masking.view'
import {
  endAfter,
  openedOf,
  recordOpened,
  visit,
  visitorOf,
  type MaskingDeps,
  type Visit,
  type Visitor,
} from './visit.guard'

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
const maskShown = (
  { masking }: MaskingDeps,
  { open, reading }: Visit,
  { sent, isOpen }: { readonly sent: MaskingWish | undefined; readonly isOpen: boolean },
): CaseMask => {
  if (sent === undefined) return reading.mask
  const wish = isOpen ? sent : { ...sent, listed: [], ticked: [] }
  return masking.preview(open, reading, wish)
}

const setterOf = async ({ accounts }: MaskingDeps, tx: Tx, { setBy }: Reading): Promise<string> => {
  const person = setBy && (await accounts.find(tx, setBy.staffId))
  return person?.displayName ?? '同事'
}

type Drawn = { readonly page: object; readonly seconds: number | undefined }

const draw = async (
  deps: MaskingDeps,
  tx: Tx,
  visitor: Visitor,
  { form, sent, previewed = false, late = false }: Redrawn,
): Promise<Drawn> => {
  const { masking, unmasking, clock } = deps
  const seen = await visit(deps, tx, visitor)
  const { open, reading, head } = seen
  const found = await unmasking.find(tx, visitor, visitor.caseId)
  const live = found && (await openedOf(deps, tx, visitor, found))
  await recordOpened(deps, tx, visitor, 'masking')
  const page = toMaskingPage(
    {
      head,
      reading,
      items: masking.itemsOf(open, reading),
      opened: live?.opened,
      setBy: await setterOf(deps, tx, reading),
      limits: await limitsOf(deps, tx),
      today: dayOf(clock()),
      mask: maskShown(deps, seen, { sent, isOpen: found !== undefined }),
      previewed,
      late,
      // After a colleague's change the ticks begin anew: sent once more, it is a choice about that list.
      ...(sent === undefined || late ? {} : { sent }),
    },
    form,
  )
  return { page, seconds: live?.seconds }
}

const render = (res: Response, { page, seconds }: Drawn): void => {
  endAfter(res, seconds)
  res.render('masking/masking', page)
}

export const showMasking =
  (deps: MaskingDeps): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, req, res)
    render(res, await deps.db.inTransaction(tx => draw(deps, tx, visitor, { form: blankForm })))
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
      render(res.status(422), await redraw({ form: read.form, sent: { ...ticks, added: [] } }))
      return
    }
    const wish = { ...ticks, added: read.value.words }
    const form = { values: { words: read.value.words.join('\n') }, errors: {} }
    if (what === 'preview') {
      render(res, await redraw({ form, sent: wish, previewed: true }))
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
    render(res.status(409), await redraw({ form, sent: wish, late: true }))
  }
