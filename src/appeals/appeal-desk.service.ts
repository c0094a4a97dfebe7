import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Holder } from '../desks'
import { dayOf, type Clock, type Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound, refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { Deed } from '../vocabulary/deeds'
import type { AppealId } from '../vocabulary/ids'
import { insertAnswer } from './answers.repository'
import type { Appeal, OpenAppeal } from './appeal'
import { actionIn, openAppealKey, openWith, sealAction, sealAnswer, toAppeal } from './appeal-seals'
import {
  countWaiting,
  findAppeal,
  findAppealForUpdate,
  listOfBody,
  updateAppeal,
  type AppealQuery,
  type AppealRow,
} from './appeals.repository'

type Deps = {
  readonly audit: Audit
  readonly cases: Pick<Cases, 'isExcluded'>
  readonly clock: Clock
  readonly random: Random
}

/** Somebody of the desk, with what this session opens. */
export type DeskVisitor = { readonly actor: StaffActor; readonly holders: readonly Holder[] }

type Answer = { readonly body: string; readonly once: string }
type Action = { readonly on: Day; readonly done: string }

/** `last`: where the next page begins, when there is one. */
type AppealPage = { readonly appeals: readonly Appeal[]; readonly last: Appeal | undefined }

/** The supervision desk's side. Everything asks first whether it was laid before the person's own body. */
export type AppealDesk = {
  readonly list: (
    tx: Tx,
    actor: StaffActor,
    query: Omit<AppealQuery, 'organisationId' | 'viewer'>,
  ) => Promise<AppealPage>
  readonly count: (
    tx: Tx,
    actor: StaffActor,
    cap: number,
  ) => Promise<Awaited<ReturnType<typeof countWaiting>>>
  /** @throws notFound('appeal') */
  readonly madeOn: (tx: Tx, id: AppealId) => Promise<Day>
  /** Records the attempt with the body that it was laid before: in a transaction that commits. */
  readonly isHidden: (tx: Tx, actor: StaffActor, id: AppealId) => Promise<boolean>
  /**
   * Opened with the key of the desk, and recorded; the first time its day is kept.
   * @throws notFound('appeal'), forbidden('appeal.no-key')
   */
  readonly open: (tx: Tx, visitor: DeskVisitor, id: AppealId) => Promise<OpenAppeal>
  /** Sealed to the reporter; safe to send twice. @throws as open */
  readonly answer: (tx: Tx, visitor: DeskVisitor, id: AppealId, answer: Answer) => Promise<void>
  /** What was done, and on which day. Once. @throws as open; refused('appeal.acted') */
  readonly act: (tx: Tx, visitor: DeskVisitor, id: AppealId, action: Action) => Promise<void>
}

/** What a call for protection left behind must not stand in the history of the case. */
const recordOn =
  ({ audit }: Deps) =>
  (tx: Tx, actor: StaffActor, row: AppealRow, deed: Deed): Promise<void> =>
    audit.record(tx, actor, row.organisation_id, {
      deed,
      subject: row.id,
      ...(row.kind === 'objection' ? { caseId: row.case_id } : {}),
    })

type Opened = { readonly row: AppealRow; readonly key: SymmetricKey }

/** Whether it was laid before the person's own body, by a reporter of a case that the person may know of. */
const isTheirs = async (
  { cases }: Deps,
  tx: Tx,
  actor: StaffActor,
  row: AppealRow | undefined,
): Promise<boolean> =>
  row?.organisation_id === actor.organisationId &&
  !(await cases.isExcluded(tx, row.case_id, actor.id))

const opening =
  (deps: Deps, find: typeof findAppeal) =>
  async (tx: Tx, { actor, holders }: DeskVisitor, id: AppealId): Promise<Opened> => {
    const row = await find(tx, id)
    if (row === undefined || !(await isTheirs(deps, tx, actor, row))) throw notFound('appeal')
    const key = openAppealKey(row, holders)
    if (key === undefined) throw forbidden('appeal.no-key')
    return { row, key }
  }

const list: AppealDesk['list'] = async (tx, { organisationId, id: viewer }, query) => {
  const rows = await listOfBody(tx, { organisationId, viewer, ...query, limit: query.limit + 1 })
  const page = rows.slice(0, query.limit)
  const end = rows.length > page.length ? page.at(-1) : undefined
  return { appeals: page.map(toAppeal), last: end && toAppeal(end) }
}

export const createAppealDesk = (deps: Deps): AppealDesk => {
  const { clock, random } = deps
  const record = recordOn(deps)
  const look = opening(deps, findAppeal)
  const hold = opening(deps, findAppealForUpdate)

  return {
    list,

    count: (tx, { organisationId, id: viewer }, cap) =>
      countWaiting(tx, { organisationId, viewer, today: dayOf(clock()), cap }),

    madeOn: async (tx, id) => {
      const row = await findAppeal(tx, id)
      if (row === undefined) throw notFound('appeal')
      return row.made_on
    },

    isHidden: async (tx, actor, id) => {
      const row = await findAppeal(tx, id)
      if (await isTheirs(deps, tx, actor, row)) return false
      if (row !== undefined)
        await deps.audit.record(tx, actor, row.organisation_id, {
          deed: 'appeal.denied',
          subject: row.id,
        })
      return true
    },

    open: async (tx, visitor, id) => {
      const { row, key } = await hold(tx, visitor, id)
      const readOn = row.read_on ?? dayOf(clock())
      if (row.read_on === null) await updateAppeal(tx, id, { read_on: readOn })
      await record(tx, visitor.actor, row, 'appeal.opened')
      return openWith(tx, { ...row, read_on: readOn }, key)
    },

    answer: async (tx, visitor, appealId, { body, once }) => {
      const { row, key } = await look(tx, visitor, appealId)
      const id = random.uuid()
      const isNew = await insertAnswer(tx, {
        ...{ id, appeal_id: appealId, staff_id: visitor.actor.id },
        ...{ sent_on: dayOf(clock()), sent_at: clock(), read_by_reporter_on: null, once },
        sealed_body: sealAnswer(key, id, body),
      })
      if (isNew) await record(tx, visitor.actor, row, 'appeal.answered')
    },

    act: async (tx, { actor, holders }, id, { on, done }) => {
      const { row, key } = await hold(tx, { actor, holders }, id)
      if (row.acted_on !== null) {
        const same = row.acted_by === actor.id && row.acted_on === on
        if (same && actionIn(row, key) === done) return
        throw refused('appeal.acted')
      }
      await updateAppeal(tx, id, {
        ...{ read_on: row.read_on ?? dayOf(clock()), acted_on: on, acted_by: actor.id },
        sealed_action: sealAction(key, id, done),
      })
      await record(tx, actor, row, 'appeal.acted')
    },
  }
}
