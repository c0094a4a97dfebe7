import type { Accounts } from '../accounts'
import type { Audit } from '../audit'
import { recordDenied, type Cases } from '../cases'
import type { Desks } from '../desks'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import { openField, sealField, type SymmetricKey } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { KnownError, notFound } from '../platform/errors'
import type { Proceedings } from '../proceedings'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, StaffId } from '../vocabulary/ids'
import type { BulkAsk, BulkDeed, BulkLine, BulkPreview, BulkResult } from './bulk'
import { createStandings, type Standings } from './bulk-standing.service'
import { skipOf, type Pick as Picked, type Skip } from './bulk-step'
import { claimItem, findRun, insertRun, listItems, settleItem } from './bulk.repository'
import type { Decisions } from './decisions.service'

export type BulkDeps = {
  readonly db: Db
  readonly cases: Cases
  readonly desks: Desks
  readonly accounts: Accounts
  readonly audit: Audit
  readonly decisions: Decisions
  readonly proceedings: Pick<Proceedings, 'take' | 'possible'>
  readonly lawbook: Lawbook
  readonly clock: Clock
  /** Something broke with one of many: the others go on, and this is written down. */
  readonly onFailed: (error: unknown) => void
}

type Bearer = { readonly id: StaffId; readonly name: string; readonly load: number }

export type Bulk = {
  /** How many may be done at once. */
  readonly cap: (tx: Tx) => Promise<number>
  /** Handlers of the body, the least burdened first. */
  readonly people: (tx: Tx, actor: StaffActor) => Promise<readonly Bearer[]>
  /** What would happen to each, and why not. Changes nothing. */
  readonly preview: (tx: Tx, ask: BulkAsk) => Promise<BulkPreview>
  /** Each in a transaction of its own; what has changed since it was shown is left out and said. */
  readonly run: (deed: BulkDeed) => Promise<void>
  /** How it came out; one's own only. @throws notFound `page` */
  readonly result: (tx: Tx, who: Pick<BulkAsk, 'actor' | 'keys'>, id: string) => Promise<BulkResult>
}

const reasonPlace = (runId: string, caseId: CaseId) => ({
  table: 'bulk_items',
  column: 'sealed_reason',
  row: `${runId}:${caseId}`,
})

const skipByCode: Readonly<Record<string, Skip>> = {
  'case.not-found': 'gone',
  'case.no-key': 'no-key',
  'case.moved-on': 'moved-on',
  'case.excluded': 'excluded',
  'assign.not-a-handler': 'excluded',
  'words.masked': 'not-yet',
}

const skipFor = (error: unknown): Skip =>
  (error instanceof KnownError ? skipByCode[error.code] : undefined) ?? 'failed'

const decide = async (
  { decisions, proceedings }: BulkDeps,
  tx: Tx,
  deed: BulkDeed,
  { caseId, seen }: Picked,
): Promise<void> => {
  const who = { actor: deed.actor, keys: deed.keys, caseId, seen }
  if (deed.action === 'accept') await decisions.accept(tx, who)
  else if (deed.action === 'refuse')
    await decisions.refuse(tx, who, { ground: deed.ground, reason: deed.reason })
  else if (deed.action === 'assign') await decisions.assign(tx, who, deed.handlers, deed.reason)
  else await proceedings.take(tx, who, { action: deed.action })
}

type Item = { readonly pick: Picked; readonly position: number }

const itemOf = (deed: BulkDeed, { pick, position }: Item) => ({
  run_id: deed.once,
  case_id: pick.caseId,
  position,
})

const settled = (deed: BulkDeed, { pick }: Item, key: SymmetricKey | undefined) => ({
  outcome: 'done' as const,
  sealed_reason:
    key === undefined ? null : sealField(key, reasonPlace(deed.once, pick.caseId), deed.reason),
})

/** Why it was left out; undefined when it was done, now or by the same form before. */
const doOne = async (
  deps: BulkDeps,
  standings: Standings,
  deed: BulkDeed,
  item: Item,
): Promise<Skip | undefined> =>
  deps.db.inTransaction(async tx => {
    // Held until the end: neither a colleague nor a reporter changes it under one's hands.
    await deps.cases.lock(tx, item.pick.caseId)
    const place = itemOf(deed, item)
    if (!(await claimItem(tx, { ...place, outcome: 'failed', sealed_reason: null })))
      return undefined
    const [standing] = await standings(tx, deed, [item.pick])
    const skip = standing === undefined ? 'gone' : skipOf(deed.action, item.pick.seen, standing)
    if (skip === undefined) await decide(deps, tx, deed, item.pick)
    await settleItem(
      tx,
      place,
      skip === undefined
        ? settled(deed, item, standing?.key)
        : { outcome: skip, sealed_reason: null },
    )
    return skip
  })

/** One that breaks takes nothing with it: of it nothing was done, and the others go on. */
const seeTo = async (
  deps: BulkDeps,
  standings: Standings,
  deed: BulkDeed,
  item: Item,
): Promise<void> => {
  const outcome = await doOne(deps, standings, deed, item).catch((error: unknown) => {
    const skip = skipFor(error)
    if (skip === 'failed') deps.onFailed(error)
    return { skip }
  })
  if (outcome === 'gone') await recordDenied(deps, deed.actor, item.pick.caseId)
  if (typeof outcome !== 'object') return
  await deps.db.inTransaction(async tx => {
    if ((await deps.cases.find(tx, item.pick.caseId)) === undefined) return
    await claimItem(tx, { ...itemOf(deed, item), outcome: outcome.skip, sealed_reason: null })
  })
}

const beginRun = ({ db, audit, clock }: BulkDeps, deed: BulkDeed): Promise<void> =>
  db.inTransaction(async tx => {
    const { actor, once, action, picks } = deed
    const run = { id: once, staff_id: actor.id, action, made_at: clock() }
    if (await insertRun(tx, { ...run, organisation_id: actor.organisationId })) {
      const subject = `${action} ${picks.length}`
      await audit.record(tx, actor, actor.organisationId, { deed: 'bulk.run', subject })
      return
    }
    if ((await findRun(tx, once))?.staff_id !== actor.id) throw notFound('page')
  })

const resultOf = async (
  deps: BulkDeps,
  tx: Tx,
  { actor, keys }: Pick<BulkAsk, 'actor' | 'keys'>,
  runId: string,
): Promise<BulkResult> => {
  const run = await findRun(tx, runId)
  if (run?.staff_id !== actor.id) throw notFound('page')
  const items = await listItems(tx, runId)
  const ids = items.map(({ case_id }) => case_id)
  const found = new Map((await deps.cases.visibleAmong(tx, actor, ids)).map(one => [one.id, one]))
  const seen = [...found.keys()]
  const caseKeys = await deps.cases.keysOf(tx, await deps.desks.holdersOf(tx, keys), seen)
  const titles = await deps.cases.titlesOf(tx, caseKeys)
  const reasons = items.map(({ case_id, sealed_reason }) => {
    const key = caseKeys.get(case_id)
    if (key === undefined || sealed_reason === null) return ''
    return openField(key, reasonPlace(runId, case_id), sealed_reason).toString('utf8')
  })
  return {
    action: run.action,
    at: run.made_at,
    reason: reasons.find(reason => reason !== '') ?? '',
    items: items.map(({ case_id, outcome }) => ({
      caseId: case_id,
      found: found.get(case_id),
      title: titles.get(case_id),
      outcome,
    })),
  }
}

export const createBulk = (deps: BulkDeps): Bulk => {
  const standings = createStandings(deps)
  return {
    cap: async tx =>
      (await deps.lawbook.limits(tx, { place: '*', on: dayOf(deps.clock()) }))['queue.bulk'],

    people: async (tx, { id: viewer, organisationId }) => {
      const loads = await deps.cases.handlerLoads(tx, organisationId, viewer)
      return (await deps.accounts.listActive(tx, organisationId, 'handler'))
        .map(({ id, displayName: name }) => ({ id, name, load: loads.get(id) ?? 0 }))
        .sort((one, other) => one.load - other.load)
    },

    preview: async (tx, ask) => {
      const names = await deps.accounts.namesOf(tx, ask.handlers)
      const titled = await standings(tx, ask, ask.picks)
      const titles = await deps.cases.titlesOf(
        tx,
        new Map(titled.flatMap(({ pick, key }) => (key === undefined ? [] : [[pick.caseId, key]]))),
      )
      const lines = titled.map((standing): BulkLine => ({
        pick: standing.pick,
        found: standing.found,
        title: titles.get(standing.pick.caseId),
        skip: skipOf(ask.action, standing.pick.seen, standing),
        barred: standing.barredNames,
        fault: standing.fault,
        warnings: standing.warnings,
      }))
      const handlers = ask.handlers.map(id => ({ id, name: names.get(id) ?? '同事' }))
      return { action: ask.action, lines, handlers }
    },

    run: async deed => {
      await beginRun(deps, deed)
      for (const [position, pick] of deed.picks.entries())
        await seeTo(deps, standings, deed, { pick, position })
    },

    result: (tx, who, id) => resultOf(deps, tx, who, id),
  }
}
