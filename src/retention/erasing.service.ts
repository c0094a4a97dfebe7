import { createHash } from 'node:crypto'
import type { Audit } from '../audit'
import type { Case, Cases } from '../cases'
import type { Deadlines } from '../deadlines'
import type { Blobs } from '../platform/blobs'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { CaseId, ReportId, RunId } from '../vocabulary/ids'
import { deleteHolds } from './holds.repository'
import {
  addTry,
  countProgress,
  deleteBlobs,
  insertBlobs,
  listBlobs,
  listItems,
  markErased,
  markKept,
  takeItem,
} from './items.repository'
import type { Item, Run } from './run'
import { findRun, finishRun } from './runs.repository'
import { keptBecause, type KeptWhy } from './terms.rules'
import type { createTerms } from './terms.service'
import { insertTombstone } from './tombstones.repository'

/**
 * One room's part of a case's end: deletes every row that it keeps of the case and its reports, keys first.
 * Answers with the ids of sealed bytes that belonged to them. Called in the order in which they are given.
 */
export type Eraser = (
  tx: Tx,
  gone: { readonly caseId: CaseId; readonly reportIds: readonly ReportId[] },
) => Promise<readonly string[]>

type Deps = {
  readonly audit: Audit
  readonly cases: Cases
  readonly deadlines: Pick<Deadlines, 'forCase'>
  readonly blobs: Pick<Blobs, 'remove'>
  readonly db: Db
  readonly clock: Clock
  readonly termsOf: ReturnType<typeof createTerms>
  /** What hangs on the cases, from the top floor down; the case itself goes last. */
  readonly erasers: readonly Eraser[]
}

const MOST_TRIES = 3
const BLOBS_AT_ONCE = 100
/** One turn of the job. Short, so that the service can be stopped at any time. */
const TURN_MS = 5_000

const whyKept = async (
  deps: Deps,
  tx: Tx,
  run: Run,
  found: Case | undefined,
): Promise<KeptWhy | undefined> => {
  if (found === undefined) return 'gone'
  await deps.cases.lock(tx, found.id)
  const end = await deps.cases.retained.findEnd(tx, found.id)
  const clocks = await deps.deadlines.forCase(tx, found.id)
  const { ended } = await deps.termsOf(tx, run.organisationId)
  return keptBecause({
    ...end,
    clockRuns: clocks.some(({ doneOn }) => doneOn === null),
    closedBy: ended.find(({ outcome }) => outcome === end.outcome)?.closedBy,
  })
}

/** A case that goes: on which list, at which line. */
type Going = { readonly run: Run; readonly found: Case; readonly item: Item }

const setTombstone = ({ clock }: Deps, tx: Tx, { run, found, item }: Going): Promise<void> =>
  insertTombstone(tx, {
    case_id: found.id,
    organisation_id: found.organisationId,
    year: found.year,
    serial: found.serial,
    source: found.source,
    region_code: found.regionCode,
    target_kind: found.targetKind,
    behaviour: found.behaviour,
    outcome: item.outcome,
    received_on: found.receivedOn,
    closed_on: item.closedOn,
    erased_on: dayOf(clock()),
    reason: 'term',
    run_id: run.id,
  })

/** Everything of one case in one transaction: a process that dies here leaves it as it was. */
const erase = async (deps: Deps, tx: Tx, going: Going): Promise<void> => {
  const { run, found, item } = going
  const { id: caseId, organisationId } = found
  const { retained } = deps.cases
  await setTombstone(deps, tx, going)
  const gone = { caseId, reportIds: await retained.listReportIds(tx, caseId) }
  for (const eraser of deps.erasers) await insertBlobs(tx, run.id, await eraser(tx, gone))
  await deleteHolds(tx, caseId)
  await retained.deleteCase(tx, caseId)
  await markErased(tx, run.id, item.position)
  const ground = `${item.outcome} ${item.termVersion}`
  const done = { deed: 'case.erased', caseId, subject: run.id, ground } as const
  await deps.audit.record(tx, { side: 'system' }, organisationId, done)
}

type Staying = { readonly run: Run; readonly item: Item; readonly why: KeptWhy }

const keep = async (
  { cases }: Deps,
  tx: Tx,
  { run: { id }, item, why }: Staying,
): Promise<void> => {
  const { caseId, position } = item
  await markKept(tx, id, { position, why })
  await cases.retained.unmarkListed(tx, [caseId])
}

const eraseNext = async (deps: Deps, run: Run, taken: (item: Item) => void): Promise<boolean> =>
  deps.db.inTransaction(async tx => {
    const item = await takeItem(tx, run.id)
    if (item === undefined) return false
    taken(item)
    const found = await deps.cases.find(tx, item.caseId)
    const why = await whyKept(deps, tx, run, found)
    if (why !== undefined) await keep(deps, tx, { run, item, why })
    else if (found !== undefined) await erase(deps, tx, { run, found, item })
    return true
  })

const isPassing = (error: unknown): boolean =>
  error instanceof KnownError && error.kind === 'unavailable'

/** One case that cannot be destroyed keeps no other waiting: after some tries it is left, and the list says so. */
const tryNext = async (deps: Deps, run: Run): Promise<boolean> => {
  let item: Item | undefined
  try {
    return await eraseNext(deps, run, one => {
      item = one
    })
  } catch (error) {
    const failed = item
    if (failed === undefined || isPassing(error)) throw error
    await deps.db.inTransaction(async tx => {
      if (failed.tries + 1 < MOST_TRIES) await addTry(tx, run.id, failed.position)
      else await keep(deps, tx, { run, item: failed, why: 'failed' })
    })
    throw error
  }
}

/** Their keys are gone; the bytes follow. A row goes after its file, so that none is forgotten. */
const removeBlobs = async ({ db, blobs }: Deps, { id }: Run): Promise<void> => {
  for (;;) {
    const ids = await db.inTransaction(tx => listBlobs(tx, id, BLOBS_AT_ONCE))
    if (ids.length === 0) return
    for (const blobId of ids) await blobs.remove(blobId)
    await db.inTransaction(tx => deleteBlobs(tx, ids))
  }
}

/** What the certificate says, in one spelling. */
const certificateHash = (run: Run, items: readonly Item[], doneAt: Date): Buffer =>
  createHash('sha256')
    .update(
      JSON.stringify({
        run: run.id,
        organisation: run.organisationId,
        proposed: [run.proposedBy, run.proposedAt.toISOString()],
        approved: [run.decidedBy, run.decidedAt?.toISOString()],
        done: doneAt.toISOString(),
        list: items.map(({ year, serial, outcome, closedOn, state, why }) => [
          ...[year, serial, outcome, closedOn, state, why],
        ]),
      }),
    )
    .digest()

const finish = (deps: Deps, runId: RunId): Promise<boolean> =>
  deps.db.inTransaction(async tx => {
    const run = await findRun(tx, runId, true)
    if (run?.state !== 'approved') return true
    const { waiting, blobs, erased } = await countProgress(tx, runId)
    if (waiting > 0 || blobs > 0) return false
    const at = deps.clock()
    const hash = certificateHash(run, await listItems(tx, runId), at)
    await finishRun(tx, runId, { at, hash })
    const ground = `${erased} ${hash.toString('hex')}`
    const done = { deed: 'retention.done', subject: runId, ground } as const
    await deps.audit.record(tx, { side: 'system' }, run.organisationId, done)
    return true
  })

/**
 * Works on an approved list for a while. True when nothing is left of it; else call it again. Two workers share
 * a list; a worker that dies leaves the case it was at untouched.
 */
export const createErasing =
  (deps: Deps) =>
  async (runId: RunId): Promise<boolean> => {
    const run = await deps.db.inTransaction(tx => findRun(tx, runId))
    if (run?.state !== 'approved') return true
    const until = performance.now() + TURN_MS
    while (await tryNext(deps, run)) {
      await removeBlobs(deps, run)
      if (performance.now() > until) return false
    }
    await removeBlobs(deps, run)
    return finish(deps, runId)
  }
