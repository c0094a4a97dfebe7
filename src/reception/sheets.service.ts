import { addDays, dayOf, type Clock } from '../platform/clock'
import {
  asSymmetricKey,
  newSymmetricKey,
  openJson,
  openSealedKey,
  sealJson,
  sealKeyTo,
  type SymmetricKey,
} from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { KnownError, notFound } from '../platform/errors'
import type { Random } from '../platform/random'
import type { DraftId, ReportId, StaffId } from '../vocabulary/ids'
import type { Channel } from './channel.rules'
import { CodeSchema, SheetSchema } from './sealed-sheet'
import type { CodeOnShow, FiledSheet, OpenSheet, Sheet, Writer } from './sheet'
import { evenBytes, type SheetContent } from './sheet.rules'
import {
  deleteExpiredSheets,
  deleteSheet,
  deleteSheetsOfReports,
  findSheet,
  insertSheet,
  countSheets,
  listSheets,
  updateSheet,
  type SheetRow,
} from './sheets.repository'

type Deps = { readonly random: Random; readonly clock: Clock }

type Words = {
  readonly id: DraftId
  readonly source: Channel
  readonly days: number
  readonly content: SheetContent
}

export type Sheets = {
  /** undefined when there is none (any more). @throws notFound `sheet` for a colleague's */
  readonly find: (tx: Tx, writer: Writer, id: DraftId) => Promise<Sheet | undefined>
  /** As find, and keeps the row until the transaction ends. */
  readonly hold: (tx: Tx, writer: Writer, id: DraftId) => Promise<Sheet | undefined>
  /** The writer's own unfinished sheets, the latest day first. */
  readonly list: (tx: Tx, writer: Writer) => Promise<OpenSheet[]>
  /** How many of them there are, without opening one. */
  readonly count: (tx: Tx, staffId: StaffId) => Promise<number>
  /** Writes it down, new or again. The sheet as it lies then: filed when it was sent meanwhile. */
  readonly write: (tx: Tx, writer: Writer, words: Words) => Promise<Sheet | undefined>
  /** Nothing of what was said stays; the code stays under the cookie's secret. */
  readonly close: (
    tx: Tx,
    writer: Writer,
    id: DraftId,
    filed: { readonly reportId: ReportId; readonly shown: CodeOnShow },
  ) => Promise<void>
  readonly remove: (tx: Tx, id: DraftId) => Promise<void>
  /** Deletes what is past its day; how many. */
  readonly sweep: (tx: Tx) => Promise<number>
  /** Retention: what is left of the sheets that became these reports. */
  readonly erase: (tx: Tx, reportIds: readonly ReportId[]) => Promise<void>
}

const keyPlace = (id: DraftId, staffId: StaffId) => ({
  table: 'intake_sheets',
  column: 'sealed_key',
  row: id,
  recipient: `staff:${staffId}`,
  version: 1,
})
const place = (id: DraftId, column: string) => ({ table: 'intake_sheets', column, row: id })

const keyIn = ({ keys }: Writer, id: DraftId, sealed: Buffer): SymmetricKey =>
  asSymmetricKey(openSealedKey(keys, keyPlace(id, keys.staffId), sealed))

/** Sealed in another session it does not open, and is as good as put away. */
const openCode = ({ secret }: Writer, row: SheetRow, now: number): CodeOnShow | undefined => {
  try {
    const opened = openJson(
      secret,
      place(row.id, 'sealed_code'),
      row.sealed_code ?? Buffer.alloc(0),
    )
    const shown = CodeSchema.parse(opened)
    return shown.until > now ? shown : undefined
  } catch (error) {
    if (error instanceof KnownError && error.kind === 'broken') return undefined
    throw error
  }
}

const openContent = (writer: Writer, row: SheetRow): SheetContent | undefined => {
  const { id, sealed_key: key, sealed_fields: fields } = row
  if (key === null || fields === null) return undefined
  return SheetSchema.parse(openJson(keyIn(writer, id, key), place(id, 'sealed_fields'), fields))
}

const openUnfinished = (writer: Writer, row: SheetRow): OpenSheet | undefined => {
  const content = openContent(writer, row)
  if (content === undefined) return undefined
  const { id, source, begun_on: begunOn, expires_on: expiresOn } = row
  return { stage: 'unfinished', id, source, begunOn, expiresOn, content }
}

const openFiled = (writer: Writer, row: SheetRow, now: number): FiledSheet | undefined => {
  const { id, source, report_id: reportId } = row
  if (reportId === null) return undefined
  return { stage: 'filed', id, source, reportId, shown: openCode(writer, row, now) }
}

export const createSheets = ({ random, clock }: Deps): Sheets => {
  const today = () => dayOf(clock())

  const look = async (tx: Tx, writer: Writer, id: DraftId, hold: boolean) => {
    const row = await findSheet(tx, id, { today: today(), hold })
    if (row === undefined) return undefined
    if (row.staff_id !== writer.actor.id) throw notFound('sheet')
    return openUnfinished(writer, row) ?? openFiled(writer, row, clock().getTime())
  }

  const sealFields = (id: DraftId, key: SymmetricKey, content: SheetContent) =>
    sealJson(key, place(id, 'sealed_fields'), content, evenBytes(content))

  const begin = async (tx: Tx, { actor, keys }: Writer, words: Words): Promise<void> => {
    const { id, source, days, content } = words
    const key = newSymmetricKey(random)
    await insertSheet(tx, {
      id,
      staff_id: actor.id,
      source,
      begun_on: today(),
      expires_on: addDays(today(), days),
      sealed_key: sealKeyTo(keys.publicKey, keyPlace(id, actor.id), key),
      sealed_fields: sealFields(id, key, content),
    })
  }

  return {
    find: (tx, writer, id) => look(tx, writer, id, false),
    hold: (tx, writer, id) => look(tx, writer, id, true),
    list: async (tx, writer) => {
      const rows = await listSheets(tx, writer.actor.id, today())
      return rows.flatMap(row => openUnfinished(writer, row) ?? [])
    },
    count: (tx, staffId) => countSheets(tx, staffId, today()),
    write: async (tx, writer, words) => {
      await begin(tx, writer, words)
      const sheet = await look(tx, writer, words.id, true)
      if (sheet?.stage !== 'unfinished') return sheet
      const { content } = words
      const key = newSymmetricKey(random)
      await updateSheet(tx, sheet.id, {
        sealed_key: sealKeyTo(writer.keys.publicKey, keyPlace(sheet.id, writer.actor.id), key),
        sealed_fields: sealFields(sheet.id, key, content),
      })
      return { ...sheet, content }
    },
    close: (tx, { secret }, id, { reportId, shown }) =>
      updateSheet(tx, id, {
        sealed_key: null,
        sealed_fields: null,
        report_id: reportId,
        sealed_code: sealJson(secret, place(id, 'sealed_code'), shown),
        // The code's own end lies sealed beside it; the row goes with the day.
        expires_on: today(),
      }),
    remove: deleteSheet,
    sweep: tx => deleteExpiredSheets(tx, today()),
    erase: deleteSheetsOfReports,
  }
}
