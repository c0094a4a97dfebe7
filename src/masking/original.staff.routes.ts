import type { RequestHandler } from 'express'
import { stepUpFaults } from '../accounts'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import { isAllowed, type Permission } from '../vocabulary/permission'
import { caseHref } from '../vocabulary/staff-paths'
import { toAskPage } from './ask.view'
import { readThen, unmaskForm } from './masking.schema'
import { showMasking, setMasking } from './masking.staff.routes'
import { toOriginalPage } from './original.view'
import type { OpenUnmasking } from './unmasking.service'
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

export const openMaskingDoors = (staff: Doors<Permission>, deps: MaskingDeps): void => {
  const base = '/staff/cases/:caseId'
  staff.get(`${base}/original`, 'original.open', show(deps))
  staff.post(`${base}/original`, 'original.open', open(deps))
  staff.post(`${base}/original/close`, 'original.open', close(deps))
  staff.get(`${base}/masking`, 'masking.set', showMasking(deps))
  staff.post(`${base}/masking`, 'masking.set', setMasking(deps))
}

type Then = ReturnType<typeof readThen>
type Drawn = {
  readonly view: string
  readonly page: object
  /** How long the page may stay on the screen. */
  readonly seconds?: number
}

const pathOf = (caseId: string, then: Then): string =>
  then === '' ? `/staff/cases/${caseId}/original` : `/staff/cases/${caseId}/${then}`

const ask = async (
  deps: MaskingDeps,
  tx: Tx,
  { seen, visitor }: { readonly seen: Visit; readonly visitor: Visitor },
  { then, form }: { readonly then: Then; readonly form: FormState },
): Promise<Drawn> => {
  const { unmasking, accounts } = deps
  const past = await unmasking.past(tx, seen.open)
  const ids: StaffId[] = [...new Set(past.map(({ by }) => by))]
  const names = await accounts.namesOf(tx, ids)
  const page = toAskPage(
    {
      head: seen.head,
      grounds: await unmasking.grounds(tx, seen.place),
      limits: await unmasking.limits(tx),
      then,
      past: past.map(one => ({
        ...one,
        by: names.get(one.by) ?? '同事',
        reason: seen.reading.mask.text(one.reason),
      })),
      today: dayOf(deps.clock()),
    },
    form,
  )
  await recordOpened(deps, tx, visitor, 'original')
  return { view: 'masking/ask', page }
}

const unmasked = async (
  deps: MaskingDeps,
  tx: Tx,
  { seen, visitor }: { readonly seen: Visit; readonly visitor: Visitor },
  found: OpenUnmasking,
): Promise<Drawn> => {
  const { opened, seconds } = await openedOf(deps, tx, visitor, found)
  const page = toOriginalPage({
    ...opened,
    head: seen.head,
    today: dayOf(deps.clock()),
    originals: seen.reading.originals,
    letters: seen.reading.letters,
    mayMask: isAllowed(visitor.actor, 'masking.set'),
  })
  return { view: 'masking/original', page, seconds }
}

const show =
  (deps: MaskingDeps): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, req, res)
    const then = readThen(req.query)
    const { view, page, seconds } = await deps.db.inTransaction(async tx => {
      const seen = await visit(deps, tx, visitor)
      const found = await deps.unmasking.find(tx, visitor, visitor.caseId)
      const at = { seen, visitor }
      return found === undefined
        ? ask(deps, tx, at, { then, form: blankForm })
        : unmasked(deps, tx, at, found)
    })
    endAfter(res, seconds)
    res.render(view, page)
  }

const open =
  (deps: MaskingDeps): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, req, res)
    const { caseId } = visitor
    const then = readThen(req.body)
    const drawn = await deps.db.inTransaction(async tx => {
      const seen = await visit(deps, tx, visitor)
      const at = { seen, visitor }
      if ((await deps.unmasking.find(tx, visitor, caseId)) !== undefined) return undefined
      const grounds = (await deps.unmasking.grounds(tx, seen.place)).map(({ code }) => code)
      const limits = await deps.unmasking.limits(tx)
      const read = readForm(unmaskForm({ grounds, ...limits }), req.body)
      if (!read.ok) return ask(deps, tx, at, { then, form: read.form })
      const answer = await deps.unmasking.open(tx, visitor, seen.open, read.value)
      if (answer === 'right') return undefined
      const { ground, reason } = read.value
      const form = { values: { ground, reason }, errors: { otp: stepUpFaults[answer] } }
      return ask(deps, tx, at, { then, form })
    })
    if (drawn === undefined) res.redirect(303, pathOf(caseId, then))
    else res.status(422).render(drawn.view, drawn.page)
  }

const close =
  (deps: MaskingDeps): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, req, res)
    await deps.db.inTransaction(tx => deps.unmasking.close(tx, visitor, visitor.caseId))
    res.redirect(303, caseHref(visitor.caseId))
  }
