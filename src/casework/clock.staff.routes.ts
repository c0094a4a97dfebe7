import type { Request, RequestHandler, Response } from 'express'
import { actorOf, keysOf } from '../accounts'
import type { Audit } from '../audit'
import { admitToCase, type Cases } from '../cases'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { Random } from '../platform/random'
import type { Permission } from '../vocabulary/permission'
import type { CaseFile } from './case-file'
import type { Casework, Visitor } from './casework.service'
import { openClockStartDoors } from './clock-start.staff.routes'
import { clockHref } from './clock.rules'
import {
  approveForm,
  askForm,
  finishForm,
  ClockParams,
  ExtensionParams,
  pauseForm,
  readDone,
  refuseForm,
  ResumeForm,
  type ClockDone,
} from './clock.schema'
import { toClockPage } from './clock.view'

type Deps = {
  readonly db: Db
  readonly random: Random
  readonly cases: Cases
  readonly audit: Audit
  readonly casework: Casework
}

/** One clock of a case: how it was counted, and what may still be done to it. */
export const openClockDoors = (staff: Doors<Permission>, deps: Deps): void => {
  const clock = '/staff/cases/:caseId/deadlines/:deadlineId'
  const extension = '/staff/cases/:caseId/extensions/:extensionId'
  staff.get(clock, 'case.view', show(deps))
  staff.post(`${clock}/pause`, 'deadline.change', pause(deps))
  staff.post(`${clock}/resume`, 'deadline.change', resume(deps))
  staff.post(`${clock}/finish`, 'deadline.change', finish(deps))
  staff.post(`${clock}/extensions`, 'deadline.change', ask(deps))
  staff.post(`${extension}/approve`, 'case.approve', approve(deps))
  staff.post(`${extension}/refuse`, 'case.approve', refuse(deps))
  staff.post(`${extension}/withdraw`, 'deadline.change', withdraw(deps))
  openClockStartDoors(staff, deps)
}

type Stand = Visitor & { readonly deadlineId: string }

/** @throws notFound('case'): the attempt is recorded */
const standOf = async (deps: Deps, req: Request, res: Response): Promise<Stand> => {
  const { caseId, deadlineId } = readPath(ClockParams, req.params)
  const actor = actorOf(res)
  await admitToCase(deps, actor, caseId)
  return { actor, caseId, deadlineId, keys: keysOf(res) }
}

const reading = async ({ casework }: Deps, tx: Tx, stand: Stand) => {
  const file = await casework.open(tx, stand)
  const opened = await casework.clocks.open(tx, file, stand.deadlineId)
  return { file, opened, limits: await casework.reasonLimits(tx, stand.actor) }
}
type Read = Awaited<ReturnType<typeof reading>>

type Drawn = { readonly form: FormState; readonly done?: ClockDone | undefined }

const drawn = async (deps: Deps, tx: Tx, stand: Stand, { form, done }: Drawn): Promise<object> => {
  const read = await reading(deps, tx, stand)
  await deps.casework.recordVisit(tx, stand, { tab: 'deadline', original: false })
  return toClockPage(read.file, read.opened, {
    ...{ form, done, actor: stand.actor, limits: read.limits },
    once: deps.random.uuid(),
  })
}

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const stand = await standOf(deps, req, res)
    const done = readDone(req.query)
    const page = await deps.db.inTransaction(tx =>
      drawn(deps, tx, stand, { form: blankForm, done }),
    )
    res.render('casework/clock', page)
  }

type Work<T> = {
  readonly read: (body: unknown, read: Read) => ReturnType<typeof readForm> & { readonly value?: T }
  readonly act: (tx: Tx, at: Act, value: T) => Promise<void>
  readonly done: ClockDone
}
type Act = { readonly file: CaseFile; readonly actor: Stand['actor']; readonly deadlineId: string }

/** What was typed is read by what the clock allows, and drawn again where it does not. */
const change =
  <T>(deps: Deps, { read, act, done }: Work<T>): RequestHandler =>
  async (req, res) => {
    const stand = await standOf(deps, req, res)
    const opened = await deps.db.inTransaction(tx => reading(deps, tx, stand))
    const typed = read(req.body, opened)
    if (!typed.ok) {
      const page = await deps.db.inTransaction(tx => drawn(deps, tx, stand, { form: typed.form }))
      res.status(422).render('casework/clock', page)
      return
    }
    await deps.db.inTransaction(async tx => {
      const file = await deps.casework.open(tx, stand)
      await act(tx, { file, actor: stand.actor, deadlineId: stand.deadlineId }, typed.value as T)
    })
    res.redirect(303, clockHref(stand.caseId, stand.deadlineId, done))
  }

const pause = (deps: Deps): RequestHandler =>
  change<{ ground: string; from: CaseFile['today'] }>(deps, {
    read: (body, { opened }) => readForm(pauseForm(opened.grounds.map(({ code }) => code)), body),
    act: (tx, at, how) => deps.casework.clocks.pause(tx, at, how),
    done: 'paused',
  })

const resume = (deps: Deps): RequestHandler =>
  change<{ on: CaseFile['today'] }>(deps, {
    read: body => readForm(ResumeForm, body),
    act: (tx, at, { on }) => deps.casework.clocks.resume(tx, at, on),
    done: 'resumed',
  })

const finish = (deps: Deps): RequestHandler =>
  change<{ doneOn: CaseFile['today'] }>(deps, {
    read: (body, { file, opened: { rule, deadline } }) => {
      const from = rule.data.direction === 'after' ? deadline.startedOn : undefined
      return readForm(finishForm(from, file.today), body)
    },
    act: (tx, at, { doneOn }) => deps.casework.clocks.finish(tx, at, doneOn),
    done: 'finished',
  })

const askLimits = ({ opened, limits }: Read) => ({
  ...limits,
  shortest: opened.next?.shortest ?? 1,
  longest: opened.next?.length ?? 1,
  tells: opened.next?.tell !== undefined,
})

const ask = (deps: Deps): RequestHandler =>
  change<{ once: string; length: number; reason: string; told: string }>(deps, {
    read: (body, read) => readForm(askForm(askLimits(read)), body),
    act: (tx, at, wish) => deps.casework.clocks.ask(tx, at, wish),
    done: 'asked',
  })

/** @throws notFound('extension') where the case has none of that number */
const extensionOf = async (deps: Deps, req: Request, res: Response) => {
  const { caseId, extensionId } = readPath(ExtensionParams, req.params)
  const actor = actorOf(res)
  await admitToCase(deps, actor, caseId)
  const visitor = { actor, caseId, keys: keysOf(res) }
  const deadlineId = await deps.db.inTransaction(async tx =>
    deps.casework.clocks.deadlineOf(tx, await deps.casework.open(tx, visitor), extensionId),
  )
  return { stand: { ...visitor, deadlineId }, extensionId }
}

type Deciding = {
  readonly file: CaseFile
  readonly actor: Stand['actor']
  readonly extensionId: string
}

const decide = async (
  deps: Deps,
  { stand, extensionId }: Awaited<ReturnType<typeof extensionOf>>,
  work: (tx: Tx, act: Deciding) => Promise<void>,
): Promise<void> => {
  await deps.db.inTransaction(async tx =>
    work(tx, { file: await deps.casework.open(tx, stand), actor: stand.actor, extensionId }),
  )
}

type Found = Awaited<ReturnType<typeof extensionOf>>

/** An answer that may ask for words: drawn again with what was typed. */
const answer =
  <T>(
    deps: Deps,
    {
      read,
      act,
      done,
    }: {
      readonly read: (body: unknown, read: Read) => ReturnType<typeof readForm> & { value?: T }
      readonly act: (tx: Tx, at: Deciding, value: T) => Promise<void>
      readonly done: ClockDone
    },
  ): RequestHandler =>
  async (req, res) => {
    const found: Found = await extensionOf(deps, req, res)
    const { stand } = found
    const opened = await deps.db.inTransaction(tx => reading(deps, tx, stand))
    const typed = read(req.body, opened)
    if (!typed.ok) {
      const page = await deps.db.inTransaction(tx => drawn(deps, tx, stand, { form: typed.form }))
      res.status(422).render('casework/clock', page)
      return
    }
    await decide(deps, found, (tx, at) => act(tx, at, typed.value as T))
    res.redirect(303, clockHref(stand.caseId, stand.deadlineId, done))
  }

/** Only one that waits is given by a meeting now: a second answer finds out by itself. */
const isCollective = ({ opened }: Read): boolean =>
  opened.next?.collective === true && opened.extensions.some(({ state }) => state === 'asked')

const approve = (deps: Deps): RequestHandler =>
  answer<{ meeting: string }>(deps, {
    read: (body, read) => readForm(approveForm(read.limits, isCollective(read)), body),
    act: (tx, at, { meeting }) => deps.casework.clocks.approve(tx, at, meeting),
    done: 'approved',
  })

const withdraw =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const found = await extensionOf(deps, req, res)
    await decide(deps, found, (tx, act) => deps.casework.clocks.withdraw(tx, act))
    res.redirect(303, clockHref(found.stand.caseId, found.stand.deadlineId, 'withdrawn'))
  }

const refuse = (deps: Deps): RequestHandler =>
  answer<{ answer: string }>(deps, {
    read: (body, { limits }) => readForm(refuseForm(limits), body),
    act: (tx, at, typed) => deps.casework.clocks.refuse(tx, at, typed.answer),
    done: 'refused',
  })
