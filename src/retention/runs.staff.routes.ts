import type { RequestHandler, Response } from 'express'
import { actorOf, keysOf, stepUpFaults } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { StaffActor } from '../vocabulary/actor'
import type { RunId } from '../vocabulary/ids'
import { isAllowed, type Permission } from '../vocabulary/permission'
import { toCertificate } from './certificate.view'
import type { RetentionDoorDeps } from './retention-door'
import { ApproveForm, readPartQuery, RunPath } from './retention.schema'
import { ownList, toRunPage } from './run.view'

const pattern = '/staff/admin/retention/:runId'
const PART = 200
const REFRESH_SECONDS = '5'

export const openRunDoors = (staff: Doors<Permission>, deps: RetentionDoorDeps): void => {
  staff.get(pattern, 'retention.view', show(deps))
  staff.get(`${pattern}/certificate`, 'retention.view', certificate(deps))
  staff.post(`${pattern}/approve`, 'retention.approve', approve(deps))
  staff.post(`${pattern}/reject`, 'retention.propose', reject(deps))
}

const runIdOf = (params: unknown): RunId => readPath(RunPath, params).runId

const findingsOf = async (
  { retention }: RetentionDoorDeps,
  tx: Tx,
  actor: StaffActor,
  { runId, after }: { readonly runId: RunId; readonly after: number | undefined },
) => {
  const run = await retention.getRun(tx, actor, runId)
  const part = { limit: PART, ...(after === undefined ? {} : { after }) }
  const items = await retention.itemsOf(tx, runId, part)
  const people = [run.proposedBy, ...(run.decidedBy === null ? [] : [run.decidedBy])]
  const names = await retention.namesOf(tx, people)
  return { run, items, names, progress: await retention.progressOf(tx, runId), limit: PART }
}

type Asked = {
  readonly runId: RunId
  readonly after?: number | undefined
  readonly form: FormState
}

const draw = async (
  deps: RetentionDoorDeps,
  res: Response,
  { runId, after, form }: Asked,
): Promise<void> => {
  const actor = actorOf(res)
  const found = await deps.db.inTransaction(tx => findingsOf(deps, tx, actor, { runId, after }))
  // Progress without scripts. Who is typing a code is not disturbed: a list at work has no form.
  if (found.run.state === 'approved') res.setHeader('Refresh', REFRESH_SECONDS)
  res.render(
    'retention/run',
    toRunPage({
      ...found,
      form,
      isOwn: found.run.proposedBy === actor.id,
      mayApprove: isAllowed(actor, 'retention.approve'),
      mayReject: isAllowed(actor, 'retention.propose'),
    }),
  )
}

const show =
  (deps: RetentionDoorDeps): RequestHandler =>
  async (req, res) => {
    const after = readPartQuery(req.query)
    await draw(deps, res, { runId: runIdOf(req.params), after, form: blankForm })
  }

const certificate =
  (deps: RetentionDoorDeps): RequestHandler =>
  async (req, res) => {
    const runId = runIdOf(req.params)
    const { retention, db } = deps
    const page = await db.inTransaction(async tx => {
      const run = await retention.getRun(tx, actorOf(res), runId)
      if (run.state !== 'done' || run.decidedBy === null) return undefined
      const names = await retention.namesOf(tx, [run.proposedBy, run.decidedBy])
      return toCertificate({ run, names, items: await retention.itemsOf(tx, runId) })
    })
    // Not done yet: the list itself says how far it is.
    if (page === undefined) res.redirect(303, `/staff/admin/retention/${runId}`)
    else res.render('retention/certificate', page)
  }

type Answer = 'approved' | 'same-person' | 'wrong' | 'locked'

/** In one transaction: the code is used up with what it allowed, and a refusal leaves its record. */
const decide = async (
  { retention, secondFactor }: RetentionDoorDeps,
  tx: Tx,
  res: Response,
  asked: { readonly runId: RunId; readonly list: string; readonly otp: string },
): Promise<Answer> => {
  const actor = actorOf(res)
  const { runId: id, list: listHash } = asked
  // The same form sent twice: its code is used, and what it asked for is done.
  const isSettled = async () => {
    const { proposedBy, decidedBy, state } = await retention.getRun(tx, actor, id)
    return proposedBy === actor.id || (decidedBy === actor.id && state !== 'rejected')
  }
  if (await isSettled()) return retention.approve(tx, actor, { id, listHash })
  const { kind } = await secondFactor.check(tx, keysOf(res), asked.otp)
  if (kind === 'right' || (await isSettled())) return retention.approve(tx, actor, { id, listHash })
  return kind
}

const faultOf = (answer: Exclude<Answer, 'approved'>): string =>
  answer === 'same-person' ? ownList : stepUpFaults[answer]

const approve =
  (deps: RetentionDoorDeps): RequestHandler =>
  async (req, res) => {
    const runId = runIdOf(req.params)
    const read = readForm(ApproveForm, req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), { runId, form: read.form })
      return
    }
    const asked = { runId, ...read.value }
    const answer = await deps.db.inTransaction(tx => decide(deps, tx, res, asked))
    if (answer === 'approved') {
      res.redirect(303, `/staff/admin/retention/${runId}`)
      return
    }
    const form = { values: {}, errors: { otp: faultOf(answer) } }
    await draw(deps, res.status(422), { runId, form })
  }

const reject =
  (deps: RetentionDoorDeps): RequestHandler =>
  async (req, res) => {
    const runId = runIdOf(req.params)
    await deps.db.inTransaction(tx => deps.retention.reject(tx, actorOf(res), runId))
    res.redirect(303, `/staff/admin/retention/${runId}`)
  }
