import type { Audit, AuditRecord, RecordQuestion } from '../audit'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Installation } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { AuditDesk } from './audit-desk.service'
import { deleteExports, findExport, insertExport } from './exports.repository'
import type { Export, ExportLimits } from './record-export'
import type { RecordLine } from './record-line'
import type { Place } from './record-wish.rules'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly installation: Pick<Installation, 'sealOwn' | 'openOwn'>
  readonly audit: Audit
  readonly record: AuditRecord
  readonly lawbook: Lawbook
  readonly auditDesk: Pick<AuditDesk, 'page'>
}

export type Exports = {
  readonly limits: (tx: Tx) => Promise<ExportLimits>
  /** How many rows there are, counted one further than may be exported. */
  readonly count: (tx: Tx, question: RecordQuestion) => Promise<number>
  /** Recorded; the rows are fetched later. The same form sent twice is one export. @returns its id */
  readonly make: (
    tx: Tx,
    actor: StaffActor,
    question: RecordQuestion,
    asked: { readonly once: string; readonly reason: string; readonly entries: number },
  ) => Promise<string>
  readonly findOnce: (tx: Tx, actor: StaffActor, once: string) => Promise<Export | undefined>
  /** @throws notFound('page') for another's, and when its time is over */
  readonly get: (tx: Tx, actor: StaffActor, id: string) => Promise<Export>
  readonly reasonOf: (found: Export) => string
  /** Its rows, newest first, as they were when it was asked for; never all of them in memory. */
  readonly rows: (found: Export) => AsyncIterable<RecordLine[]>
  readonly sweep: (tx: Tx) => Promise<void>
}

const HOUR = 3_600_000
const BATCH = 1000

const place = (id: string) => ({ table: 'audit_exports', column: 'sealed_reason', row: id })

async function* rowsOf({ db, auditDesk }: Deps, found: Export): AsyncGenerator<RecordLine[]> {
  const { from, until, deeds, actorId, caseIds } = found.question
  const question = { from, until, deeds, actorId, caseIds, stretches: found.bounds }
  let before: Place | undefined
  for (;;) {
    const lines = await db.piecemeal(tx => auditDesk.page(tx, question, { before, limit: BATCH }))
    if (lines.length > 0) yield lines
    const last = lines.at(-1)
    if (last === undefined || lines.length < BATCH) return
    before = last.entry
  }
}

export const createExports = (deps: Deps): Exports => {
  const { clock, random, installation, audit, record, lawbook } = deps

  const limits = async (tx: Tx): Promise<ExportLimits> => {
    const all = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
    return { rows: all['record.export-rows'], hours: all['record.export-hours'] }
  }

  return {
    limits,
    count: async (tx, question) => record.count(tx, question, (await limits(tx)).rows + 1),
    make: async (tx, actor, question, { once, reason, entries }) => {
      const { stretches, ...rest } = question
      const bounds = await record.stretches(
        tx,
        stretches.map(({ chain }) => chain),
      )
      const id = random.uuid()
      const now = clock()
      const { hours } = await limits(tx)
      const made = { question: forStore(rest), bounds: bounds.map(withEnd), entries }
      await insertExport(
        tx,
        {
          ...{ id, staffId: actor.id, ...made, madeAt: now },
          sealedReason: installation.sealOwn(place(id), reason),
          expiresAt: new Date(now.getTime() + hours * HOUR),
        },
        once,
      )
      await audit.record(tx, actor, actor.organisationId, {
        deed: 'record.exported',
        subject: id,
        ground: `${entries} rows ${rest.from} ${rest.until}`,
      })
      return id
    },
    findOnce: (tx, actor, once) => findExport(tx, actor.id, { once }),
    get: async (tx, actor, id) => {
      const found = await findExport(tx, actor.id, { id })
      if (found === undefined || found.expiresAt <= clock()) throw notFound('page')
      return found
    },
    reasonOf: found => installation.openOwn(place(found.id), found.sealedReason),
    rows: found => rowsOf(deps, found),
    sweep: tx => deleteExports(tx, clock()),
  }
}

type Rest = Omit<RecordQuestion, 'stretches'>

const forStore = ({ from, until, deeds, actorId, caseIds }: Rest): Export['question'] => ({
  ...{ from, until },
  ...(deeds === undefined ? {} : { deeds: [...deeds] }),
  ...(actorId === undefined ? {} : { actorId }),
  ...(caseIds === undefined ? {} : { caseIds: [...caseIds] }),
})

const withEnd = ({ chain, upTo = 0 }: { readonly chain: string; readonly upTo?: number }) => ({
  ...{ chain, upTo },
})
