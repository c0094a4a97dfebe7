import type { Accounts, Visitor } from '../accounts'
import { isOpen, type Case } from '../cases'
import { assertUnmasking, type Masking } from '../masking'
import { dayOf } from '../platform/clock'
import { openField, sealField, type SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { CaseId } from '../vocabulary/ids'
import { mayWrite, openCase, openToWrite, type OpenCase } from './admission.service'
import type { Finding } from './finding'
import { limitsOf } from './finding-law.service'
import { totalsOf } from './finding.rules'
import { listFindings } from './findings.repository'
import type { FindingDeps } from './findings.service'
import { incomes, type LedgersFile, type MoneyEntry, type NewEntry } from './ledger'
import {
  findEntry,
  insertEntry,
  listEntries,
  sumEntries,
  type EntryRow,
} from './ledgers.repository'
import { openFinding } from './sealed-finding'

type Deps = FindingDeps & {
  readonly accounts: Pick<Accounts, 'namesOf'>
  readonly masking: Pick<Masking, 'maskOf'>
}

export type Ledgers = {
  /** Both ledgers of one case; the caller records that they were read. */
  readonly look: (tx: Tx, visitor: Visitor, caseId: CaseId) => Promise<LedgersFile>
  /** The same, recorded. @throws notFound('case'), forbidden('case.no-key') */
  readonly open: (tx: Tx, visitor: Visitor, caseId: CaseId) => Promise<LedgersFile>
  /** The same form again posts nothing. @throws refused `money.undecided`, `money.posted`, `measure.state` */
  readonly post: (tx: Tx, visitor: Visitor, caseId: CaseId, entry: NewEntry) => Promise<void>
  /** A counter-entry to the whole of one row, once. @throws refused `money.taken-back` */
  readonly takeBack: (
    tx: Tx,
    visitor: Visitor,
    at: { readonly caseId: CaseId; readonly id: string },
    back: { readonly once: string; readonly reason: string },
  ) => Promise<void>
}

const notePlace = (row: string) => ({ table: 'money_entries', column: 'sealed_note', row })

const toEntry = (key: SymmetricKey, row: EntryRow): MoneyEntry => ({
  id: row.id,
  caseId: row.case_id,
  organisationId: row.organisation_id,
  ledger: row.ledger,
  voluntary: row.voluntary,
  amount: row.amount_fen,
  receivedOn: row.received_on,
  corrects: row.corrects,
  postedBy: row.posted_by,
  postedAt: row.posted_at,
  note: openField(key, notePlace(row.id), row.sealed_note).toString('utf8'),
})

/** What the last decision asked for. */
const decidedOf = async (tx: Tx, { found, key }: OpenCase): Promise<LedgersFile['decided']> => {
  const row = (await listFindings(tx, found.id)).find(({ decided_on }) => decided_on !== null)
  if (row === undefined) return undefined
  const totals: Finding['totals'] = totalsOf(openFinding(key, row))
  return { loss: totals.loss + totals.otherLoss, fined: totals.fined }
}

const closedBecause = async (
  deps: Deps,
  tx: Tx,
  { actor }: Visitor,
  { found, decided }: { readonly found: Case; readonly decided: LedgersFile['decided'] },
): Promise<LedgersFile['closedBecause']> => {
  if (!(await mayWrite(deps, tx, actor, found.id))) return 'not-yours'
  if (decided === undefined) return 'undecided'
  return isOpen(found.state) ? '' : 'state'
}

const looking =
  (deps: Deps): Ledgers['look'] =>
  async (tx, visitor, caseId) => {
    const { cases, accounts, clock, lawbook } = deps
    const open = await openCase(deps, tx, visitor, caseId)
    const { found, key } = open
    const today = dayOf(clock())
    const entries = (await listEntries(tx, caseId)).map(row => toEntry(key, row))
    const decided = await decidedOf(tx, open)
    const limits = await lawbook.limits(tx, { place: found.regionCode ?? '*', on: today })
    const { most, reasonMin } = await limitsOf(lawbook, tx, found, today)
    return {
      ...{ found, today, entries, decided, most, reasonMin },
      target: (await cases.titlesOf(tx, new Map([[caseId, key]]))).get(caseId)?.target ?? '',
      totals: await sumEntries(tx, caseId),
      names: await accounts.namesOf(
        tx,
        entries.map(({ postedBy }) => postedBy),
      ),
      closedBecause: await closedBecause(deps, tx, visitor, { found, decided }),
      noteMost: limits['measure.note'],
    }
  }

const checkOpen = async (tx: Tx, open: OpenCase): Promise<void> => {
  if ((await decidedOf(tx, open)) === undefined) throw refused('money.undecided')
  if (!isOpen(open.found.state)) throw refused('measure.state')
}

const isSame = (row: EntryRow, entry: NewEntry, note: string): boolean => {
  const { ledger, voluntary } = incomes[entry.income]
  return (
    row.ledger === ledger &&
    row.voluntary === voluntary &&
    row.amount_fen === entry.amount &&
    row.received_on === entry.receivedOn &&
    note === entry.note
  )
}

const posting =
  (deps: Deps): Ledgers['post'] =>
  async (tx, visitor, caseId, entry) => {
    const open = await openToWrite(deps, tx, visitor, caseId)
    const { found, key } = open
    const { once: id, income, amount } = entry
    const known = await findEntry(tx, caseId, id)
    if (known !== undefined) {
      if (isSame(known, entry, toEntry(key, known).note)) return
      throw refused('money.posted')
    }
    await checkOpen(tx, open)
    await assertUnmasking(deps.masking, tx, { caseId, key }, { note: entry.note })
    const { ledger, voluntary } = incomes[income]
    const isNew = await insertEntry(tx, {
      ...{ id, ledger, voluntary, case_id: caseId, organisation_id: found.organisationId },
      ...{ amount_fen: amount, received_on: entry.receivedOn, corrects: null },
      sealed_note: sealField(key, notePlace(id), entry.note),
      ...{ posted_by: visitor.actor.id, posted_at: deps.clock() },
    })
    if (!isNew) throw refused('money.posted')
    const posted = { deed: 'money.posted', caseId, subject: id } as const
    await deps.audit.record(tx, visitor.actor, found.organisationId, posted)
  }

const takingBack =
  (deps: Deps): Ledgers['takeBack'] =>
  async (tx, visitor, { caseId, id: of }, { once: id, reason }) => {
    const open = await openToWrite(deps, tx, visitor, caseId)
    const { found, key } = open
    const row = await findEntry(tx, caseId, of)
    if (row?.corrects !== null) throw notFound('money')
    // Sent twice: it is taken back already.
    if ((await findEntry(tx, caseId, id))?.corrects === of) return
    await checkOpen(tx, open)
    await assertUnmasking(deps.masking, tx, { caseId, key }, { reason })
    const { ledger, voluntary, amount_fen, organisation_id } = row
    const isNew = await insertEntry(tx, {
      ...{ id, ledger, voluntary, organisation_id, case_id: caseId, corrects: of },
      ...{ amount_fen: -amount_fen, received_on: row.received_on },
      sealed_note: sealField(key, notePlace(id), reason),
      ...{ posted_by: visitor.actor.id, posted_at: deps.clock() },
    })
    if (!isNew) throw refused('money.taken-back')
    const taken = { deed: 'money.taken-back', caseId, subject: of } as const
    await deps.audit.record(tx, visitor.actor, found.organisationId, taken)
  }

export const createLedgers = (deps: Deps): Ledgers => ({
  look: looking(deps),
  open: async (tx, visitor, caseId) => {
    const file = await looking(deps)(tx, visitor, caseId)
    const viewed = { deed: 'finding.viewed', caseId, subject: 'ledgers' } as const
    await deps.audit.record(tx, visitor.actor, file.found.organisationId, viewed)
    return file
  },
  post: posting(deps),
  takeBack: takingBack(deps),
})
