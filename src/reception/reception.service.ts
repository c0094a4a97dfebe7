import type { Audit } from '../audit'
import { caseLabel, type Cases } from '../cases'
import type { Filing, FreshReceipt, Lists, ReceiptFacts, Target } from '../filing'
import { isWhole, toContent } from '../filing'
import type { Clock } from '../platform/clock'
import { newSymmetricKey, type SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { Receipts } from '../receipts'
import type { Institution, Registry } from '../registry'
import type { CaseId, DraftId, InstitutionId } from '../vocabulary/ids'
import type { Answers, IdentityAnswer } from '../vocabulary/report-answers'
import type { ReportContent } from '../vocabulary/report-content'
import { isWritten, type Channel } from './channel.rules'
import type { CodeOnShow, OpenSheet, Sheet, Writer } from './sheet'
import type { SheetContent } from './sheet.rules'
import { createSheets, type Sheets } from './sheets.service'

type Deps = {
  readonly random: Random
  readonly clock: Clock
  readonly audit: Audit
  readonly cases: Cases
  readonly filing: Filing
  readonly receipts: Receipts
  readonly registry: Registry
}

type Words = { readonly id: DraftId; readonly source: Channel; readonly content: SheetContent }

type Written = {
  readonly answers: Answers
  readonly identity: IdentityAnswer | undefined
  readonly replyAddress: string
}

type Found = { readonly items: readonly Institution[]; readonly more: boolean }

/** The report that a sheet became: its case and number, for whoever wrote the sheet. */
type Registered = { readonly caseId: CaseId; readonly label: string }

export type Reception = Pick<Sheets, 'find' | 'list' | 'count' | 'sweep' | 'erase'> & {
  readonly readLists: Filing['readLists']
  readonly freshReceipt: () => Promise<FreshReceipt>
  /** Whether somebody above could open what concerns the body itself. */
  readonly takesAboutBody: (tx: Tx) => Promise<boolean>
  /** What the words find in the list of institutions, and the one picked, which need not be among them. */
  readonly findTargets: (
    tx: Tx,
    content: Pick<SheetContent, 'values'>,
    lists: Lists,
  ) => Promise<{ readonly found: Found | undefined; readonly picked: Institution | undefined }>
  readonly contentOf: (
    tx: Tx,
    answers: Answers,
    lists: Lists,
  ) => Promise<{ readonly content: ReportContent; readonly target: Target } | undefined>
  /** Keeps what was typed, sealed to the writer, with its record. undefined: sent and put away already. */
  readonly save: (tx: Tx, writer: Writer, words: Words) => Promise<Sheet | undefined>
  readonly drop: (tx: Tx, writer: Writer, id: DraftId) => Promise<void>
  /** Makes the report of a sheet: once, however often it is sent. */
  readonly file: (
    tx: Tx,
    writer: Writer,
    sheet: OpenSheet,
    sending: { readonly written: Written; readonly lists: Lists; readonly receipt: FreshReceipt },
  ) => Promise<void>
  readonly hold: Sheets['hold']
  readonly registered: (tx: Tx, id: DraftId) => Promise<Registered | undefined>
  /** Opens the report with the code on show: what is read out is proof that it works. */
  readonly receiptOf: (
    tx: Tx,
    derived: FreshReceipt['derived'],
  ) => Promise<ReceiptFacts | undefined>
  readonly recordPrint: (tx: Tx, writer: Writer, facts: ReceiptFacts) => Promise<void>
  readonly putAway: (tx: Tx, writer: Writer, id: DraftId) => Promise<void>
}

const pageSize = 12
const isUuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

const findTargets =
  ({ registry }: Deps): Reception['findTargets'] =>
  async (tx, { values }, { limits }) => {
    const { q = '', choice = '' } = values
    const id = /^institution:(.+)$/.exec(choice)?.[1] ?? ''
    const words = Array.from(q.trim()).slice(0, limits['search.text']).join('')
    const found =
      words === '' ? undefined : await registry.search(tx, { q: words, limit: pageSize })
    const picked = isUuid.test(id) ? await registry.find(tx, id as InstitutionId) : undefined
    return { found, picked }
  }

/** Who can be told the code: who is on the line or at the window; the writer of a letter by an address. */
const shownOf = (
  { source }: OpenSheet,
  { written, receipt }: { readonly written: Written; readonly receipt: FreshReceipt },
): Omit<CodeOnShow, 'until'> => {
  const { replyAddress, identity } = written
  const address = replyAddress === '' ? (identity?.address ?? '') : replyAddress
  if (!isWritten(source)) return { code: receipt.code, address: '' }
  return address === '' ? { address } : { code: receipt.code, address }
}

type Keys = { readonly caseId: CaseId; readonly caseKey: SymmetricKey }
const newKeys = (random: Random): Keys => ({
  caseId: random.uuid() as CaseId,
  caseKey: newSymmetricKey(random),
})

const file =
  ({ filing, random, clock }: Deps, sheets: Sheets): Reception['file'] =>
  async (tx, writer, sheet, sending) => {
    const { written, lists, receipt } = sending
    await filing.submission.assertReady(tx)
    const shown = shownOf(sheet, sending)
    const { id, source } = sheet
    const minutes = lists.limits['receipt.show-minutes']
    const until = clock().getTime() + minutes * 60_000
    await filing.submission.submit(
      tx,
      {
        id,
        ...newKeys(random),
        identityKey: newSymmetricKey(random),
        answers: written.answers,
        identity: written.identity,
        takenDown: { source, officer: writer.actor },
      },
      lists,
      receipt,
    )
    await sheets.close(tx, writer, id, { reportId: receipt.reportId, shown: { ...shown, until } })
  }

export const createReception = (deps: Deps): Reception => {
  const { audit, cases, filing } = deps
  const sheets = createSheets(deps)
  const registered: Reception['registered'] = async (tx, id) => {
    const sent = await filing.findSent(tx, id)
    if (sent === undefined) return undefined
    const { year, serial } = await cases.get(tx, sent.caseId)
    return { caseId: sent.caseId, label: caseLabel(year, serial) }
  }

  return {
    find: sheets.find,
    hold: sheets.hold,
    list: sheets.list,
    count: sheets.count,
    sweep: sheets.sweep,
    erase: sheets.erase,
    readLists: filing.readLists,
    freshReceipt: filing.submission.freshReceipt,
    takesAboutBody: tx => filing.submission.canTakeAboutBody(tx),
    findTargets: findTargets(deps),
    contentOf: async (tx, answers, lists) => {
      if (!isWhole(answers)) return undefined
      const target = await filing.submission.targetOf(tx, answers, lists)
      return { target, content: toContent(answers, target, lists) }
    },
    save: async (tx, writer, words) => {
      // An old tab of a sheet that became a report: its number is taken for good.
      if ((await filing.findSent(tx, words.id)) !== undefined)
        return sheets.find(tx, writer, words.id)
      const days = (await filing.readLists(tx)).limits['draft.days']
      const sheet = await sheets.write(tx, writer, { ...words, days })
      const { actor } = writer
      const deed = { deed: 'sheet.saved', subject: words.id } as const
      if (sheet !== undefined) await audit.record(tx, actor, actor.organisationId, deed)
      return sheet
    },
    drop: async (tx, writer, id) => {
      const sheet = await sheets.hold(tx, writer, id)
      if (sheet?.stage !== 'unfinished') return
      await sheets.remove(tx, id)
      const { actor } = writer
      await audit.record(tx, actor, actor.organisationId, { deed: 'sheet.dropped', subject: id })
    },
    file: file(deps, sheets),
    registered,
    receiptOf: filing.readReceipt,
    recordPrint: (tx, { actor }, { organisationId, caseId }) =>
      audit.record(tx, actor, organisationId, { deed: 'receipt.printed', caseId }),
    putAway: async (tx, writer, id) => {
      const sheet = await sheets.hold(tx, writer, id)
      if (sheet?.stage !== 'filed') return
      await sheets.remove(tx, id)
      const done = await registered(tx, id)
      if (done === undefined) return
      const { caseId } = done
      const { organisationId } = await cases.get(tx, caseId)
      await audit.record(tx, writer.actor, organisationId, { deed: 'receipt.confirmed', caseId })
    },
  }
}
