import type { Request, RequestHandler, Response } from 'express'
import type { z } from 'zod'
import { actorOf, keysOf, onceWithCode, stepUpFaults } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { StaffActor } from '../vocabulary/actor'
import type { Permission } from '../vocabulary/permission'
import { refusalSentence } from '../vocabulary/refusal-words'
import { refusals } from '../vocabulary/refusals'
import type { Choices } from './choices'
import { choicesAt } from './choices.service'
import { deskHref, toBoardPage, toDeskEntry } from './desk.view'
import type { EntryState } from './entry.rules'
import type { RegisterDoorDeps as Deps } from './register-door'
import { ApproveForm, BoardQuery, EntryPath, groundForm, returnForm } from './register.schema'

const PAGE = 50

export const openDeskDoors = (staff: Doors<Permission>, deps: Deps): void => {
  const one = '/staff/register/:entryId'
  staff.get('/staff/register', 'register.publish', board(deps))
  staff.get(one, 'register.publish', show(deps))
  staff.post(`${one}/approve`, 'register.publish', answer(deps, approve(deps)))
  staff.post(`${one}/return`, 'register.publish', answer(deps, giveBack(deps)))
  staff.post(`${one}/withdraw`, 'register.publish', answer(deps, withdraw(deps)))
}

const board =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, register, accounts, deadlines } = deps
    const { state, after } = BoardQuery.parse(req.query)
    const page = await db.inTransaction(async tx => {
      const wish = { state, after, limit: PAGE + 1 }
      const found = await register.desk.list(tx, actorOf(res), wish)
      const entries = found.slice(0, PAGE)
      const last = entries.at(-1)
      const choices = await choicesAt(deps, tx)
      const days = entries.flatMap(({ dueOn }) => (dueOn === null ? [] : [dueOn]))
      return {
        ...{ entries, state, choices, isFirst: after === undefined },
        next:
          found.length > PAGE && last !== undefined
            ? { on: last.writtenOn, id: last.id }
            : undefined,
        lamps: await deadlines.lamps(tx, choices.today, days),
        names: await accounts.namesOf(
          tx,
          entries.map(({ writtenBy }) => writtenBy),
        ),
      }
    })
    res.render('register/board', toBoardPage(page))
  }

type Drawn = { readonly form: FormState; readonly asked?: string; readonly problem?: string }

const draw = async (deps: Deps, res: Response, id: string, drawn: Drawn): Promise<void> => {
  const { db, register, accounts, deadlines, organisations } = deps
  const page = await db.inTransaction(async tx => {
    const opened = await register.desk.open(tx, actorOf(res), id)
    const { entry } = opened
    const choices = await choicesAt(deps, tx)
    const names = await accounts.namesOf(tx, [entry.writtenBy])
    const { name: body } = await organisations.get(tx, entry.organisationId)
    const days = entry.dueOn === null ? [] : [entry.dueOn]
    return {
      ...{ opened, choices, body, writer: names.get(entry.writtenBy) ?? '同事' },
      lamps: await deadlines.lamps(tx, choices.today, days),
    }
  })
  res.render('register/desk', toDeskEntry({ ...page, ...drawn }))
}

const idOf = (req: Request): string => readPath(EntryPath, req.params).entryId

const show =
  (deps: Deps): RequestHandler =>
  (req, res) =>
    draw(deps, res, idOf(req), { form: blankForm })

type Signed = { readonly otp: string }

/** One of the answers: how its form is read, what it leads to, and the deed itself. */
type Answer<T extends Signed> = {
  readonly name: string
  readonly state: EntryState
  readonly form: (choices: Choices) => z.ZodType<T>
  readonly work: (tx: Tx, actor: StaffActor, wish: T & { readonly id: string }) => Promise<void>
}

const approve = ({ register }: Deps): Answer<z.output<typeof ApproveForm>> => ({
  ...{ name: 'approve', state: 'published' },
  form: () => ApproveForm,
  work: register.desk.approve,
})

const giveBack = ({ register }: Deps): Answer<z.output<ReturnType<typeof returnForm>>> => ({
  ...{ name: 'return', state: 'returned' },
  form: returnForm,
  work: register.desk.giveBack,
})

const withdraw = ({ register }: Deps): Answer<z.output<ReturnType<typeof groundForm>>> => ({
  ...{ name: 'withdraw', state: 'withdrawn' },
  form: groundForm,
  work: register.desk.withdraw,
})

/** Signed with a fresh code; the same form again finds it done; who comes second reads what stands by now. */
const answer =
  <T extends Signed>(deps: Deps, { name, state, form, work }: Answer<T>): RequestHandler =>
  async (req, res) => {
    const { db, register, secondFactor } = deps
    const [id, actor] = [idOf(req), actorOf(res)]
    const choices = await db.inTransaction(async tx => {
      await register.desk.open(tx, actor, id)
      return choicesAt(deps, tx)
    })
    const read = readForm(form(choices), req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), id, { form: read.form, asked: name })
      return
    }
    const wish = read.value
    try {
      const kind = await db.inTransaction(tx =>
        onceWithCode(
          () => register.desk.isDone(tx, actor, { id, state }),
          async () => {
            const checked = await secondFactor.check(tx, keysOf(res), wish.otp)
            if (checked.kind === 'right') await work(tx, actor, { ...wish, id })
            return checked
          },
        ),
      )
      if (kind === 'right') {
        res.redirect(303, deskHref(id))
        return
      }
      const values = { ...(req.body as FormState['values']), otp: '' }
      const errors = { otp: stepUpFaults[kind] }
      await draw(deps, res.status(422), id, { form: { values, errors }, asked: name })
    } catch (error) {
      const problem = problemOf(error)
      await draw(deps, res.status(409), id, { form: blankForm, problem })
    }
  }

/** @throws what is no refusal */
const problemOf = (error: unknown): string => {
  if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
  if (!(error.code in refusals)) throw error
  return refusalSentence(error)
}
