import { z } from 'zod'
import type { StaffKeys, Visitor } from '../accounts'
import type { Audit } from '../audit'
import { dayOf, type Clock } from '../platform/clock'
import {
  newSymmetricKey,
  openJson,
  openSealedKey,
  sealJson,
  sealKeyTo,
  type Installation,
  type SealPlace,
  type SymmetricKey,
} from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { Random } from '../platform/random'
import type { Cell } from '../tables'
import type { StaffActor } from '../vocabulary/actor'
import type { StaffId } from '../vocabulary/ids'
import { cellsOf } from './cells'
import {
  dropExports,
  findExport,
  findPart,
  insertExport,
  putPart,
  type LedgerExport,
} from './exports.repository'
import type { LedgerLimits, LedgerLine } from './ledger'
import { totalsOf, type Place } from './ledger.repository'
import { queryOf, readQuery, type LedgerWish } from './wish.rules'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly installation: Pick<Installation, 'sealOwn' | 'openOwn'>
  readonly audit: Audit
}

export type ReadLines = (
  tx: Tx,
  visitor: Visitor,
  wish: LedgerWish,
  page: { readonly after?: Place | undefined; readonly limit: number; readonly upTo?: number },
) => Promise<LedgerLine[]>

type Reading = {
  readonly askedBy: (actor: StaffActor, wish: LedgerWish) => Parameters<typeof totalsOf>[1]
  readonly lines: ReadLines
  readonly limits: (tx: Tx) => Promise<LedgerLimits>
}

const HOUR = 3_600_000
/** Rows of one transaction, and how many of them one look at the page moves it on: some second of work. */
const PIECE = 500
const PIECES = 4

const reasonPlace = (id: string) => ({ table: 'ledger_exports', column: 'sealed_reason', row: id })
const keyPlace = (id: string, staffId: StaffId): SealPlace => ({
  ...{ table: 'ledger_exports', column: 'sealed_key', row: id },
  ...{ recipient: `staff:${staffId}`, version: 1 },
})
const partPlace = (id: string, part: number) => ({
  ...{ table: 'ledger_export_parts', column: 'sealed', row: `${id}.${part}` },
})

const Rows = z.array(z.array(z.union([z.string(), z.number(), z.null()])))

const keyOf = ({ id, sealed_key }: LedgerExport, keys: StaffKeys): SymmetricKey =>
  openSealedKey(keys, keyPlace(id, keys.staffId), sealed_key) as SymmetricKey

type Given = {
  readonly once: string
  readonly reason: string
  readonly format: LedgerExport['format']
}

const makeWith =
  ({ clock, random, installation, audit }: Deps, { askedBy, limits }: Reading) =>
  async (tx: Tx, { actor, keys }: Visitor, wish: LedgerWish, given: Given): Promise<string> => {
    const id = random.uuid()
    const now = clock()
    const { found: entries, last } = await totalsOf(tx, askedBy(actor, wish))
    const { once, reason, format } = given
    // A report is short, and drawn up when it is fetched.
    const isReport = format === 'docx'
    await insertExport(tx, {
      ...{
        id,
        once,
        staff_id: actor.id,
        query: queryOf(wish),
        format,
        entries,
        complete: isReport,
      },
      ...{ up_to: last ?? 0, sealed_reason: installation.sealOwn(reasonPlace(id), reason) },
      sealed_key: sealKeyTo(keys.publicKey, keyPlace(id, actor.id), newSymmetricKey(random)),
      ...{ made_at: now, expires_at: new Date(now.getTime() + (await limits(tx)).hours * HOUR) },
    })
    await audit.record(tx, actor, actor.organisationId, {
      ...{
        deed: isReport ? ('ledger.reported' as const) : ('ledger.exported' as const),
        subject: id,
      },
      ground: `${entries} rows ${wish.from} ${wish.until}`,
    })
    return id
  }

const placeOf = ({ reached_on, reached_arrival }: LedgerExport): Place | undefined =>
  reached_on === null || reached_arrival === null
    ? undefined
    : { receivedOn: reached_on, arrival: reached_arrival }

/** The next rows, opened with the keys of this session and sealed to whoever asked. @returns whether there are more */
const collectPiece =
  ({ clock }: Deps, { lines }: Reading) =>
  async (tx: Tx, visitor: Visitor, id: string): Promise<boolean> => {
    const found = await findExport(tx, visitor.actor.id, { id }, { hold: true })
    if (found === undefined || found.complete || found.expires_at <= clock()) return false
    const wish = readQuery(found.query, dayOf(clock()))
    const page = { after: placeOf(found), limit: PIECE, upTo: found.up_to }
    const some = await lines(tx, visitor, wish, page)
    const last = some.at(-1)?.row
    const cells = some.map(line => cellsOf(line, wish))
    await putPart(tx, found, {
      sealed:
        some.length === 0
          ? undefined
          : sealJson(keyOf(found, visitor.keys), partPlace(id, found.parts), cells),
      rows: some.length,
      reached: last && { receivedOn: last.received_on, arrival: last.arrival },
      complete: some.length < PIECE,
    })
    return some.length === PIECE
  }

/**
 * A file of the ledger is made piece by piece while whoever asked looks at it: the rows lie under keys of cases, which
 * no job may have. What was collected is sealed to that person; it goes on where it was after any stop.
 */
export const createExporting = (deps: Deps, reading: Reading) => {
  const { db, clock, installation } = deps

  /** @throws notFound('page') for another's, and when its time is over */
  const getExport = async (tx: Tx, actor: StaffActor, id: string): Promise<LedgerExport> => {
    const found = await findExport(tx, actor.id, { id })
    if (found === undefined || found.expires_at <= clock()) throw notFound('page')
    return found
  }

  async function* rowsOf(found: LedgerExport, keys: StaffKeys): AsyncGenerator<Cell[][]> {
    const key = keyOf(found, keys)
    for (let part = 0; part < found.parts; part += 1) {
      const sealed = await db.piecemeal(tx => findPart(tx, found.id, part))
      if (sealed === undefined) throw notFound('page')
      yield Rows.parse(openJson(key, partPlace(found.id, part), sealed))
    }
  }

  return {
    getExport,
    rowsOf,
    findOnce: (tx: Tx, actor: StaffActor, once: string) => findExport(tx, actor.id, { once }),
    makeExport: makeWith(deps, reading),
    /** Moves it on by some rows. */
    collect: async (visitor: Visitor, id: string): Promise<void> => {
      for (let piece = 0; piece < PIECES; piece += 1)
        if (!(await db.inTransaction(tx => collectPiece(deps, reading)(tx, visitor, id)))) return
    },
    reasonOf: (found: LedgerExport) =>
      installation.openOwn(reasonPlace(found.id), found.sealed_reason),
    sweep: (tx: Tx) => dropExports(tx, clock()),
  }
}
