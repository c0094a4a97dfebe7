import type { Request, RequestHandler, Response } from 'express'
import { actorOf, keysOf, type Accounts } from '../accounts'
import type { Audit } from '../audit'
import { admitToCase, caseLabel, keyOfAdmitted, type CaseAction, type Cases } from '../cases'
import type { Desks } from '../desks'
import { maskedFaults, type Masking } from '../masking'
import type { Organisations } from '../organisations'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId } from '../vocabulary/ids'
import { isAllowed, type Permission } from '../vocabulary/permission'
import { caseHref } from '../vocabulary/staff-paths'
import type { CaseHead } from './decisions'
import {
  assignForm,
  CaseParams,
  readCarried,
  refuseForm,
  TypedAssign,
  type Carried,
} from './decisions.schema'
import type { Decisions } from './decisions.service'
import { awayWords, toAssignPage, toMovedOnPage, toRefusePage } from './decisions.view'

type Deps = {
  readonly db: Db
  readonly audit: Audit
  readonly cases: Cases
  readonly desks: Desks
  readonly accounts: Accounts
  readonly decisions: Decisions
  readonly masking: Masking
  readonly organisations: Pick<Organisations, 'above'>
}

export const openDecisionDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.post('/staff/cases/:caseId/accept', 'case.triage', accept(deps))
  staff.get('/staff/cases/:caseId/refuse', 'case.triage', askRefuse(deps))
  staff.post('/staff/cases/:caseId/refuse', 'case.triage', refuse(deps))
  staff.get('/staff/cases/:caseId/assign', 'case.assign', askAssign(deps))
  staff.post('/staff/cases/:caseId/assign', 'case.assign', assign(deps))
}

/** Who is asking for which case, admitted and recorded. */
const visitorOf = async (deps: Deps, req: Request, res: Response) => {
  const { caseId } = readPath(CaseParams, req.params)
  const actor = actorOf(res)
  await admitToCase(deps, actor, caseId)
  return { caseId, actor, keys: keysOf(res) }
}

type Visitor = Awaited<ReturnType<typeof visitorOf>>

/** Opens the sealed title for the page of a step; whoever draws it has opened the case, and it is recorded. */
const headOf = async (
  deps: Deps,
  tx: Tx,
  { caseId, actor, keys, step }: Visitor & { readonly step: CaseAction },
): Promise<CaseHead> => {
  const found = await deps.cases.get(tx, caseId)
  const key = await keyOfAdmitted(deps.cases, tx, await deps.desks.holdersOf(tx, keys), caseId)
  const title = (await deps.cases.titlesOf(tx, new Map([[caseId, key]]))).get(caseId)
  const mask = await deps.masking.maskOf(tx, { caseId, key })
  const [last] = await deps.cases.decisionsOf(tx, caseId)
  const by = last === undefined ? undefined : await deps.accounts.find(tx, last.staff_id)
  await deps.audit.record(tx, actor, actor.organisationId, {
    deed: 'case.opened',
    caseId,
    subject: step,
  })
  return {
    found,
    label: caseLabel(found.year, found.serial),
    target: mask.text(title?.target ?? ''),
    last:
      last === undefined
        ? undefined
        : { id: last.id, action: last.action, at: last.at, by: by?.displayName ?? '同事' },
  }
}

type Outcome = 'done' | 'late' | { readonly errors: FormState['errors'] }

/** Whether it was done, a colleague was faster, or words must not stand there. Anything else is thrown on. */
const outcomeOf = async (work: Promise<void>): Promise<Outcome> => {
  try {
    await work
    return 'done'
  } catch (error) {
    if (error instanceof KnownError && error.code === 'case.moved-on') return 'late'
    return { errors: maskedFaults(error) }
  }
}

const backToCase = (res: Response, caseId: CaseId, { back }: Carried, done: string): void => {
  res.redirect(303, caseHref(caseId, { back, done }))
}

const accept =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, req, res)
    const carried = readCarried(req.body)
    const who = { ...visitor, seen: carried.seen }
    const work = deps.db.inTransaction(tx => deps.decisions.accept(tx, who))
    if ((await outcomeOf(work)) === 'done') {
      backToCase(res, visitor.caseId, carried, 'accepted')
      return
    }
    const head = await deps.db.inTransaction(tx => headOf(deps, tx, { ...visitor, step: 'accept' }))
    res.status(409).render('triage/moved-on', toMovedOnPage(head, carried.back))
  }

const refusePage = (
  deps: Deps,
  visitor: Visitor,
  form: FormState,
  shown: { readonly back: string; readonly late?: boolean },
) =>
  deps.db.inTransaction(async tx =>
    toRefusePage(await headOf(deps, tx, { ...visitor, step: 'refuse' }), form, {
      ...shown,
      grounds: await deps.decisions.grounds(tx, visitor.actor),
      limits: await deps.decisions.reasonLimits(tx, visitor.actor),
    }),
  )

const askRefuse =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, req, res)
    const { back } = readCarried(req.query)
    res.render('triage/refuse', await refusePage(deps, visitor, blankForm, { back }))
  }

const refuseSchema = (deps: Deps, actor: StaffActor) =>
  deps.db.inTransaction(async tx => {
    const grounds = await deps.decisions.grounds(tx, actor)
    const limits = await deps.decisions.reasonLimits(tx, actor)
    return refuseForm({ grounds: grounds.map(({ code }) => code), ...limits })
  })

const refuse =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, req, res)
    const carried = readCarried(req.body)
    const read = readForm(await refuseSchema(deps, visitor.actor), req.body)
    if (!read.ok) {
      const page = await refusePage(deps, visitor, read.form, carried)
      res.status(422).render('triage/refuse', page)
      return
    }
    const who = { ...visitor, seen: carried.seen }
    const work = deps.db.inTransaction(tx => deps.decisions.refuse(tx, who, read.value))
    const outcome = await outcomeOf(work)
    if (outcome === 'done') {
      backToCase(res, visitor.caseId, carried, 'refused')
      return
    }
    const late = outcome === 'late'
    const typed = { values: read.value, errors: late ? {} : outcome.errors }
    const page = await refusePage(deps, visitor, typed, { back: carried.back, late })
    res.status(late ? 409 : 422).render('triage/refuse', page)
  }

type Drawn = {
  readonly back: string
  readonly late?: boolean
  readonly typed?: { readonly handlers: readonly string[]; readonly reason: string }
  readonly errors?: FormState['errors']
}

/** Whoever stands in for one of the two is none of the two. */
const twoOf = async ({ cases }: Deps, tx: Tx, caseId: CaseId) =>
  (await cases.officersOf(tx, [caseId]))
    .filter(one => one.handling && one.standsInFor === undefined)
    .map(({ staffId }) => staffId)

const assignPage = (deps: Deps, visitor: Visitor, drawn: Drawn) =>
  deps.db.inTransaction(async tx => {
    const handling = await twoOf(deps, tx, visitor.caseId)
    const { actor } = visitor
    return toAssignPage(
      await headOf(deps, tx, { ...visitor, step: 'assign' }),
      drawn.errors ?? {},
      {
        back: drawn.back,
        late: drawn.late ?? false,
        candidates: await deps.decisions.candidates(tx, visitor),
        limits: await deps.decisions.reasonLimits(tx, actor),
        above: (await deps.organisations.above(tx, actor.organisationId))?.name ?? '',
        draws: isAllowed(actor, 'draw.hold'),
        typed: drawn.typed ?? { handlers: handling, reason: '' },
        handling,
      },
    )
  })

const askAssign =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, req, res)
    const { back } = readCarried(req.query)
    res.render('triage/assign', await assignPage(deps, visitor, { back }))
  }

const assignSchema = (deps: Deps, visitor: Visitor) =>
  deps.db.inTransaction(async tx => {
    const people = await deps.decisions.candidates(tx, visitor)
    const limits = await deps.decisions.reasonLimits(tx, visitor.actor)
    return assignForm({
      ...limits,
      people: people.map(({ id }) => id),
      warned: people.filter(({ warning }) => warning !== '').map(({ id }) => id),
      away: new Map(
        people.filter(({ conflict }) => conflict !== '').map(one => [one.id, awayWords(one)]),
      ),
    })
  })

const assign =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, req, res)
    const carried = readCarried(req.body)
    const typed = TypedAssign.parse(req.body)
    const read = readForm(await assignSchema(deps, visitor), req.body)
    if (!read.ok) {
      const { errors } = read.form
      const page = await assignPage(deps, visitor, { back: carried.back, typed, errors })
      res.status(422).render('triage/assign', page)
      return
    }
    const who = { ...visitor, seen: carried.seen }
    const { handlers, reason } = read.value
    const work = deps.db.inTransaction(tx => deps.decisions.assign(tx, who, handlers, reason))
    const outcome = await outcomeOf(work)
    if (outcome === 'done') {
      backToCase(res, visitor.caseId, carried, 'assigned')
      return
    }
    const late = outcome === 'late'
    const errors = late ? {} : outcome.errors
    const page = await assignPage(deps, visitor, { back: carried.back, typed, late, errors })
    res.status(late ? 409 : 422).render('triage/assign', page)
  }
