import type { Holder } from '../desks'
import type { Day } from '../platform/clock'
import {
  openField,
  openJson,
  sealField,
  type Installation,
  type SymmetricKey,
} from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { CaseId, DraftId, ReportId } from '../vocabulary/ids'
import { fillClaims, openClaim } from './new-report.service'
import {
  countReceiptsBelow,
  findReport,
  findReportByDraft,
  findReportByReceipt,
  findReportForUpdate,
  listReports,
  listReportsOf,
  moveReceipt,
  replaceCode,
  type ReportRow,
} from './reports.repository'

type Report = { readonly reportId: ReportId; readonly caseId: CaseId; readonly receivedOn: Day }

type Derived = { readonly lookup: Buffer; readonly wrappingKey: SymmetricKey }

/** What is known of the code of a report that an officer took down. */
type CodeState = {
  /** Stays true after the code was replaced: whoever used it first may have been the officer. */
  readonly seenByOfficer: boolean
  readonly replaced: boolean
}

export type Reports = {
  /** The report that a draft became, if it was sent already. */
  readonly findByDraft: (tx: Tx, draftId: DraftId) => Promise<Report | undefined>
  /**
   * Opens a report with what was derived from its receipt code: the holder can open the case key.
   * The same one query and one opening whether the code exists or not; undefined when it does not. A report that
   * answers to its code under an earlier secret answers to it under the newest from then on.
   */
  readonly openByReceipt: (
    tx: Tx,
    derived: Derived & { readonly older?: readonly Derived[] },
  ) => Promise<OpenReport | undefined>
  /** How many answer to a code under a secret older than this version, counted up to `cap`. */
  readonly receiptsBelow: (tx: Tx, version: number, cap: number) => Promise<number>
  /** Gives some reports that have no sealed claim one that says so; where to go on, undefined at the end. */
  readonly fillClaims: ReturnType<typeof fillClaims>
  readonly codeStateOf: (tx: Tx, reportId: ReportId) => Promise<CodeState>
  /**
   * The reporter's private key, wrapped by a new code; the old code finds nothing from then on. Once only,
   * and only where an officer has seen the code: false when it is not to be replaced (any more).
   */
  readonly replaceCode: (tx: Tx, holder: Holder, derived: Derived) => Promise<boolean>
  readonly contentsOf: (
    tx: Tx,
    key: SymmetricKey,
    caseId: CaseId,
  ) => Promise<(Report & { readonly content: unknown })[]>
  /** For what is sealed to the reporter of a case: the report and its public key, which this installation vouches for. */
  readonly recipientIn: (tx: Tx, caseId: CaseId) => Promise<ReportRecipient>
  /** Salt and verifier of the claim word, in the reporter's own session; undefined where there is no word. */
  readonly claimOf: (tx: Tx, holder: Holder) => Promise<ClaimVerifier | undefined>
}

type ReportRecipient = Report & { readonly publicKey: Buffer }
type ClaimVerifier = { readonly salt: Buffer; readonly verifier: Buffer }

/** Opened by its code: the key pair for what is sealed to the reporter, and its own text under the case's key. */
type OpenReport = Report & {
  readonly holder: Holder
  readonly contentUnder: (caseKey: SymmetricKey) => unknown
}

const contentOf = (key: SymmetricKey, { id, sealed_content }: ReportRow): unknown =>
  openJson(key, { table: 'reports', column: 'sealed_content', row: id }, sealed_content)

const toReport = (row: ReportRow): Report => ({
  reportId: row.id,
  caseId: row.case_id,
  receivedOn: row.received_on,
})

/** The reports of several cases in one go; the first of each case first. */
export const openContents = async (
  tx: Tx,
  keys: ReadonlyMap<CaseId, SymmetricKey>,
): Promise<Map<CaseId, (Report & { readonly content: unknown })[]>> => {
  const contents = new Map<CaseId, (Report & { readonly content: unknown })[]>()
  for (const row of await listReportsOf(tx, [...keys.keys()])) {
    const key = keys.get(row.case_id)
    if (key === undefined) continue
    const opened = { ...toReport(row), content: contentOf(key, row) }
    contents.set(row.case_id, [...(contents.get(row.case_id) ?? []), opened])
  }
  return contents
}

export const privateKeyPlace = (id: ReportId) => ({
  table: 'reports',
  column: 'wrapped_private_key',
  row: id,
})

const ownerOf = ({ id }: ReportRow): string => `reporter:${id}`

/** The report under the newest secret: how it is found, how its key pair is wrapped, who vouches for it. */
const receiptOf = (
  installation: Installation,
  row: ReportRow,
  { lookup, wrappingKey, pair }: Derived & Pick<Holder, 'pair'>,
) => ({
  receipt_lookup: lookup,
  receipt_version: installation.version,
  wrapped_private_key: sealField(wrappingKey, privateKeyPlace(row.id), pair.privateKey),
  public_key_mac: installation.macPublicKey(row.public_key, ownerOf(row)),
})

const recipientIn =
  (installation: Installation): Reports['recipientIn'] =>
  async (tx, caseId) => {
    const [row] = await listReports(tx, caseId)
    if (row === undefined) throw notFound('case')
    installation.checkPublicKey(row.public_key, ownerOf(row), row.public_key_mac)
    return { ...toReport(row), publicKey: row.public_key }
  }

const claimOf: Reports['claimOf'] = async (tx, { id, pair }) => {
  const row = await findReport(tx, id as ReportId)
  return row === undefined || row.sealed_claim === null
    ? undefined
    : openClaim(pair, row.id, row.sealed_claim)
}

export const createReports = ({
  installation,
}: {
  readonly installation: Installation
}): Reports => ({
  findByDraft: async (tx, draftId) => {
    const row = await findReportByDraft(tx, draftId)
    return row === undefined ? undefined : toReport(row)
  },
  openByReceipt: async (tx, { older = [], ...newest }) => {
    const all = [newest, ...older]
    const lookups = all.map(({ lookup }) => lookup)
    const row = await findReportByReceipt(tx, lookups)
    const derived = all.find(({ lookup }) => row?.receipt_lookup.equals(lookup) === true)
    if (row === undefined || derived === undefined) return undefined
    installation.checkPublicKey(row.public_key, ownerOf(row), row.public_key_mac)
    const place = privateKeyPlace(row.id)
    const privateKey = openField(derived.wrappingKey, place, row.wrapped_private_key)
    const pair = { publicKey: row.public_key, privateKey }
    if (derived !== newest)
      await moveReceipt(
        tx,
        { id: row.id, from: derived.lookup },
        receiptOf(installation, row, { ...newest, pair }),
      )
    return {
      ...toReport(row),
      holder: { kind: 'reporter', id: row.id, version: 1, pair },
      contentUnder: key => contentOf(key, row),
    }
  },
  receiptsBelow: countReceiptsBelow,
  fillClaims: fillClaims(installation),
  codeStateOf: async (tx, reportId) => {
    const row = await findReport(tx, reportId)
    return {
      seenByOfficer: row?.code_seen_by_officer ?? false,
      replaced: row?.code_replaced ?? false,
    }
  },
  replaceCode: async (tx, { id, pair }, { lookup, wrappingKey }) => {
    const row = await findReportForUpdate(tx, id as ReportId)
    if (row?.code_seen_by_officer !== true || row.code_replaced) return false
    await replaceCode(tx, row.id, {
      receipt_lookup: lookup,
      receipt_version: installation.version,
      wrapped_private_key: sealField(wrappingKey, privateKeyPlace(row.id), pair.privateKey),
    })
    return true
  },
  recipientIn: recipientIn(installation),
  claimOf,
  contentsOf: async (tx, key, caseId) => {
    const rows = await listReports(tx, caseId)
    return rows.map(row => ({ ...toReport(row), content: contentOf(key, row) }))
  },
})
