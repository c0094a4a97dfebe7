import type { Request, RequestHandler, Response } from 'express'
import { actorOf, type Accounts } from '../accounts'
import type { Audit } from '../audit'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed, type Permission } from '../vocabulary/permission'
import { caseHref } from '../vocabulary/staff-paths'
import { admitToCase } from './admission.service'
import type { Case } from './case'
import type { Cases } from './cases.service'
import type { Exclusion } from './exclusion'
import { BoardQuery, CasePath, exclusionForm, LiftForm } from './exclusions.schema'
import { toBoardPage, toExclusionsPage } from './exclusions.view'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly audit: Audit
  readonly cases: Cases
  readonly accounts: Pick<Accounts, 'listActive' | 'namesOf'>
  readonly lawbook: Lawbook
}

const PAGE = 100

export const openExclusionDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/exclusions', 'case.exclude', showBoard(deps))
  staff.get('/staff/cases/:caseId/exclusions', 'case.exclude', showExclusions(deps))
  staff.post('/staff/cases/:caseId/exclusions', 'case.exclude', exclude(deps))
  staff.post('/staff/cases/:caseId/exclusions/lift', 'case.exclude', lift(deps))
}

const groundsOf = async ({ lawbook, clock }: Deps, tx: Tx) =>
  (await lawbook.list(tx, 'exclusion-ground', { place: '*', on: dayOf(clock()) })).map(
    ({ code, data }) => ({ code, name: data.name }),
  )

const caseOf = async (deps: Deps, req: Request, res: Response): Promise<Case> =>
  admitToCase(deps, actorOf(res), readPath(CasePath, req.params).caseId)

const namesFor = ({ accounts }: Deps, tx: Tx, exclusions: readonly Exclusion[]) =>
  accounts.namesOf(
    tx,
    exclusions.flatMap(({ staffId, setBy }) => [staffId, setBy]),
  )

/** Colleagues who would otherwise see or handle the case; the actor declares for themselves. */
const peopleOf = async ({ accounts }: Deps, tx: Tx, actor: StaffActor) =>
  (await accounts.listActive(tx, actor.organisationId))
    .filter(({ id, duties }) => id !== actor.id && isAllowed({ ...actor, duties }, 'case.view'))
    .map(({ id, displayName }) => ({ code: id, name: displayName }))

const drawExclusions = async (
  deps: Deps,
  res: Response,
  found: Case,
  form: FormState,
): Promise<void> => {
  const page = await deps.db.inTransaction(async tx => {
    const exclusions = await deps.cases.exclusionsOf(tx, found.id)
    const people = await peopleOf(deps, tx, actorOf(res))
    return {
      exclusions,
      people: people.filter(({ code }) => !exclusions.some(({ staffId }) => staffId === code)),
      grounds: await groundsOf(deps, tx),
      names: await namesFor(deps, tx, exclusions),
    }
  })
  res.render('cases/exclusions', toExclusionsPage({ ...page, found, form }))
}

const showExclusions =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    await drawExclusions(deps, res, await caseOf(deps, req, res), blankForm)
  }

const exclude =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const found = await caseOf(deps, req, res)
    const actor = actorOf(res)
    const { people, grounds } = await deps.db.inTransaction(async tx => ({
      people: (await peopleOf(deps, tx, actor)).map(({ code }) => code),
      grounds: (await groundsOf(deps, tx)).map(({ code }) => code),
    }))
    const read = readForm(exclusionForm(people, grounds), req.body)
    if (!read.ok) {
      await drawExclusions(deps, res.status(422), found, read.form)
      return
    }
    const { staff: staffId, ground } = read.value
    await deps.db.inTransaction(tx => deps.cases.exclude(tx, actor, found.id, { staffId, ground }))
    res.redirect(303, `${caseHref(found.id)}/exclusions`)
  }

const lift =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const found = await caseOf(deps, req, res)
    const read = readForm(LiftForm, req.body)
    if (!read.ok) {
      await drawExclusions(deps, res.status(422), found, {
        values: {},
        errors: { staff: '请选择取消谁的回避' },
      })
      return
    }
    const { staff } = read.value
    await deps.db.inTransaction(tx => deps.cases.liftExclusion(tx, actorOf(res), found.id, staff))
    res.redirect(303, `${caseHref(found.id)}/exclusions`)
  }

const showBoard =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { before } = BoardQuery.parse(req.query)
    const page = await deps.db.inTransaction(async tx => {
      const wanted = { limit: PAGE + 1, ...(before === undefined ? {} : { before }) }
      const found = await deps.cases.listExclusions(tx, actorOf(res), wanted)
      const lines = found.slice(0, PAGE)
      return {
        lines,
        older: found.length > PAGE ? lines.at(-1) : undefined,
        grounds: await groundsOf(deps, tx),
        names: await namesFor(deps, tx, lines),
      }
    })
    res.render('cases/board', toBoardPage(page))
  }
