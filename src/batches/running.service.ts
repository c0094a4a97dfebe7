import { toActor, type Accounts } from '../accounts'
import type { Audit } from '../audit'
import type { Filing, FreshReceipt, WrittenReport } from '../filing'
import type { Clock } from '../platform/clock'
import { newSymmetricKey, wipe, type SymmetricKey } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { Tickets } from '../platform/jobs/tickets'
import type { Random } from '../platform/random'
import type { ReceiptCode } from '../receipts'
import type { Registry } from '../registry'
import type { Relations } from '../relations'
import { readTable, type ReadRow } from '../tables'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, DraftId, ReportId } from '../vocabulary/ids'
import { isAllowed } from '../vocabulary/permission'
import type { Batch, SheetInfo } from './batch'
import { isFatal } from './batch.rules'
import {
  findBatch,
  holdBatch,
  insertMade,
  insertProblems,
  listProblems,
  markRisk,
  updateBatch,
} from './batches.repository'
import { answersOf, readRow, type Frame, type RowWish } from './rows.service'
import { openInfo, openParts } from './sealed-file.service'

export type RunDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly audit: Audit
  readonly accounts: Accounts
  readonly filing: Filing
  readonly registry: Registry
  readonly relations: Relations
  readonly tickets: Tickets
  readonly frameOf: (tx: Tx, batch: Batch) => Promise<Frame>
  readonly remember: (tx: Tx, batch: Batch, info: SheetInfo) => Promise<void>
}

/** Nobody wrote it and nobody follows it: a receipt to which no code belongs. */
const nobodysReceipt = ({ random }: RunDeps): FreshReceipt => ({
  reportId: random.uuid() as ReportId,
  code: '' as ReceiptCode,
  derived: { lookup: random.bytes(32), wrappingKey: newSymmetricKey(random) },
})

type Run = {
  readonly batch: Batch
  readonly actor: StaffActor
  readonly info: SheetInfo
  readonly frame: Frame
  readonly left: ReadonlySet<number>
}

/** Whoever is locked out meanwhile, or has the duty no longer, imports nothing more. */
class OwnerGone extends Error {}

/** @throws OwnerGone */
const ownerOf = async ({ accounts }: RunDeps, tx: Tx, { staffId }: Batch): Promise<StaffActor> => {
  const staff = await accounts.find(tx, staffId)
  if (staff?.status !== 'active') throw new OwnerGone()
  const actor = toActor(staff)
  if (!isAllowed(actor, 'batch.import')) throw new OwnerGone()
  return actor
}

/** One row becomes one case, in a transaction that also says how far it has come: killed anywhere, it is made once. */
const makeOne = async (deps: RunDeps, run: Run, wish: RowWish): Promise<void> => {
  const { db, filing, random, registry } = deps
  const receipt = nobodysReceipt(deps)
  const caseId = random.uuid() as CaseId
  const caseKey = newSymmetricKey(random)
  await db.inTransaction(async tx => {
    const held = await holdBatch(tx, run.batch.id)
    if (held?.state !== 'running' || wish.number <= held.reached) return
    await ownerOf(deps, tx, held)
    const [institution] = await registry.match(tx, [{ code: wish.code, name: wish.target }])
    await updateBatch(tx, held.id, {
      ...{ done: held.done + 1, created: held.created + 1, reached: wish.number },
    })
    await filing.submission.submit(
      tx,
      {
        ...{ id: random.uuid() as DraftId, caseId, caseKey },
        identityKey: newSymmetricKey(random),
        answers: answersOf(wish, institution),
        identity: undefined,
        takenDown: { source: held.source as Source, officer: run.actor },
      },
      run.frame.lists,
      receipt,
    )
    if (wish.risk !== undefined) await markRisk(tx, caseId, wish.risk)
    await insertMade(tx, held.id, { number: wish.number, caseId })
  })
  wipe(caseKey)
}

type Source = NonNullable<WrittenReport['takenDown']>['source']

/** A row that is not imported: gone through all the same. */
const passOver = (
  { db }: RunDeps,
  id: string,
  { number, notTaken }: { readonly number: number; readonly notTaken: boolean },
): Promise<void> =>
  db.inTransaction(async tx => {
    const held = await holdBatch(tx, id)
    if (held?.state !== 'running' || number <= held.reached) return
    if (notTaken) await insertProblems(tx, id, [{ number, problem: 'not-taken', other: null }])
    await updateBatch(tx, id, { done: held.done + 1, reached: number })
  })

const takeRow = async (deps: RunDeps, run: Run, row: ReadRow): Promise<void> => {
  const { id } = run.batch
  const read = readRow(row, run.info.mapping, run.frame)
  if (!read.ok || run.left.has(row.number)) {
    await passOver(deps, id, { number: row.number, notTaken: false })
    return
  }
  try {
    await makeOne(deps, run, read.wish)
  } catch (error) {
    if (!(error instanceof KnownError) || error.kind !== 'unavailable') throw error
    if (error.code.startsWith('database.')) throw error
    await passOver(deps, id, { number: row.number, notTaken: true })
  }
}

class TurnOver extends Error {}

/** Rows after the one that was reached, until the turn is over. @returns whether all were gone through */
const goThrough = async (deps: RunDeps, run: Run, bytes: Buffer): Promise<boolean> => {
  const until = Date.now() + TURN_MS
  let isHead = true
  try {
    await readTable(bytes, run.frame.limits.read, async rows => {
      for (const row of isHead ? rows.slice(1) : rows) {
        if (row.number <= run.batch.reached) continue
        if (Date.now() > until) throw new TurnOver()
        await takeRow(deps, run, row)
      }
      isHead = false
    })
    return true
  } catch (error) {
    if (error instanceof TurnOver) return false
    throw error
  }
}

/** So long a stop of the service waits at most. */
const TURN_MS = 20_000

const prepare = async (deps: RunDeps, id: string, key: SymmetricKey) =>
  deps.db.piecemeal(async tx => {
    const batch = await findBatch(tx, id)
    if (batch?.state !== 'running') return undefined
    const actor = await ownerOf(deps, tx, batch)
    const frame = await deps.frameOf(tx, batch)
    const known = await listProblems(tx, id, frame.limits.read.rows)
    const left = new Set(
      known.filter(one => isFatal(one.problem) || one.problem === 'alike').map(one => one.number),
    )
    const run: Run = { batch, actor, info: openInfo(batch, key), frame, left }
    return { run, bytes: await openParts(tx, id, key) }
  })

const finish = (deps: RunDeps, { batch, actor, info }: Run): Promise<void> =>
  deps.db.inTransaction(async tx => {
    const held = await holdBatch(tx, batch.id)
    if (held?.state !== 'running') return
    await updateBatch(tx, batch.id, { state: 'done', ended_at: deps.clock() })
    await deps.tickets.drop(tx, batch.id)
    await deps.remember(tx, batch, info)
    // Whoever imported what concerns a relation of theirs does not get to see it.
    await deps.relations.settle(tx, actor)
    await deps.audit.record(tx, actor, actor.organisationId, {
      ...{ deed: 'batch.ended', subject: batch.id, ground: `${held.created} cases` },
    })
  })

/** Until the next session of whoever brought the file, who needs the duty for that. */
const wait = ({ db, tickets }: RunDeps, id: string): Promise<void> =>
  db.inTransaction(async tx => {
    const held = await holdBatch(tx, id)
    if (held?.state !== 'running') return
    await tickets.drop(tx, id)
    await updateBatch(tx, id, { state: 'waiting' })
  })

/** One turn of the job. @returns whether there is nothing more to do, for now or for good */
export const createRunning =
  (deps: RunDeps) =>
  async (id: string): Promise<boolean> => {
    try {
      return await runTurn(deps, id)
    } catch (error) {
      if (!(error instanceof OwnerGone)) throw error
      await wait(deps, id)
      return true
    }
  }

const runTurn = async (deps: RunDeps, id: string): Promise<boolean> => {
  const key = await deps.db.piecemeal(tx => deps.tickets.open(tx, id))
  if (key === undefined) {
    await wait(deps, id)
    return true
  }
  const prepared = await prepare(deps, id, key)
  wipe(key)
  if (prepared === undefined) return true
  const { run, bytes } = prepared
  if (bytes !== undefined && !(await goThrough(deps, run, bytes))) return false
  await finish(deps, run)
  return true
}
