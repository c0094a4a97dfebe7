import type { RequestHandler, Response } from 'express'
import { onceWithCode, stepUpFaults, visitorOf } from '../accounts'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import type { Permission } from '../vocabulary/permission'
import type { LetterDoorDeps } from './letter-door'
import { newLetterForm, Typed } from './letter.schema'
import { toNewPage } from './new.view'

export const openNewLetterDoors = (staff: Doors<Permission>, deps: LetterDoorDeps): void => {
  staff.get('/staff/oversight/new', 'oversight.write', show(deps))
  staff.post('/staff/oversight', 'oversight.write', send(deps))
}

const draw = async (
  { db, oversight, random }: LetterDoorDeps,
  res: Response,
  form: FormState,
  problem?: string,
): Promise<void> => {
  const frame = await db.inTransaction(tx => oversight.frame(tx, visitorOf(res).actor))
  res.render('oversight/new', toNewPage(frame, form, { once: random.uuid(), problem }))
}

const show =
  (deps: LetterDoorDeps): RequestHandler =>
  async (_req, res) => {
    await draw(deps, res, blankForm)
  }

type Wish = ReturnType<ReturnType<typeof newLetterForm>['parse']>

/** The code is used up together with what it allowed. */
const carryOut = (
  { db, oversight, secondFactor }: LetterDoorDeps,
  res: Response,
  { otp, number, due, ...wish }: Wish,
) =>
  db.inTransaction(async tx => {
    const visitor = visitorOf(res)
    const kind = await onceWithCode(
      () => oversight.wasIssued(tx, visitor, wish.once),
      () => secondFactor.check(tx, visitor.keys, otp),
    )
    if (kind !== 'right') return { kind } as const
    return { kind, id: await oversight.issue(tx, visitor, { ...wish, about: number, dueOn: due }) }
  })

const typed = (body: unknown, errors: FormState['errors']): FormState => ({
  values: Typed.parse(body),
  errors,
})

const send =
  (deps: LetterDoorDeps): RequestHandler =>
  async (req, res) => {
    const { actor } = visitorOf(res)
    const { limits, days } = await deps.db.inTransaction(async tx => ({
      limits: (await deps.oversight.frame(tx, actor)).limits,
      days: await deps.oversight.days(tx),
    }))
    const read = readForm(newLetterForm(limits, days, actor.organisationId), req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), read.form)
      return
    }
    try {
      const made = await carryOut(deps, res, read.value)
      if (made.kind === 'right') {
        res.redirect(303, `/staff/oversight/${made.id}?done=issue`)
        return
      }
      await draw(deps, res.status(422), typed(req.body, { otp: stepUpFaults[made.kind] }))
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
      await draw(deps, res.status(409), typed(req.body, {}), error.code)
    }
  }
