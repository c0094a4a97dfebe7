import { z } from 'zod'
import type { Accounts, Visitor } from '../accounts'
import type { Audit } from '../audit'
import { keyOfAdmitted, shortLabel, type Cases } from '../cases'
import type { Desks } from '../desks'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock, type Day } from '../platform/clock'
import { openJson, sealJson, type Installation, type SymmetricKey } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, StaffId } from '../vocabulary/ids'
import { createExporting, type ReadLines } from './exporting.service'
import { createLayouts } from './layouts.service'
import type { LedgerLimits, LedgerLine } from './ledger'
import {
  insertReason,
  lastReasons,
  selectLedger,
  totalsOf,
  type LedgerRow,
  type ReasonRow,
  type Totals,
} from './ledger.repository'
import type { LedgerWish } from './wish.rules'

export type LedgerDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly installation: Pick<Installation, 'sealOwn' | 'openOwn'>
  readonly audit: Audit
  readonly lawbook: Lawbook
  readonly accounts: Pick<Accounts, 'namesOf' | 'listActive'>
  readonly desks: Desks
  readonly cases: Cases
}

const Sealed = z.object({ reason: z.string() })

const reasonPlace = (id: string) => ({
  ...{ table: 'unclosed_reasons', column: 'sealed_reason', row: id },
})

const handlersOf = async ({ cases, accounts }: LedgerDeps, tx: Tx, ids: readonly CaseId[]) => {
  const officers = (await cases.officersOf(tx, ids)).filter(({ handling }) => handling)
  const names = await accounts.namesOf(tx, [...new Set(officers.map(one => one.staffId))])
  const byCase = new Map<CaseId, string[]>()
  for (const { caseId, staffId } of officers)
    byCase.set(caseId, [...(byCase.get(caseId) ?? []), names.get(staffId) ?? ''])
  return byCase
}

const reasonOf = (found: ReasonRow, key: SymmetricKey | undefined): string => {
  if (key === undefined) return '见案卷'
  return Sealed.parse(openJson(key, reasonPlace(found.id), found.sealed_reason)).reason
}

/** Targets as lists show them, masked; what this session cannot open stays in the file. */
const dress = async (
  deps: LedgerDeps,
  tx: Tx,
  { keys }: Visitor,
  rows: readonly LedgerRow[],
): Promise<LedgerLine[]> => {
  const { cases, desks, accounts, lawbook, clock } = deps
  const ids = rows.map(({ id }) => id)
  const caseKeys = await cases.keysOf(tx, await desks.holdersOf(tx, keys), ids)
  const titles = await cases.titlesOf(tx, caseKeys)
  const handlers = await handlersOf(deps, tx, ids)
  const reasons = await lastReasons(tx, ids)
  const people = await accounts.namesOf(
    tx,
    [...reasons.values()].map(one => one.person_id),
  )
  const behaviours = await lawbook.list(tx, 'behaviour', { place: '*', on: dayOf(clock()) })
  const causeOf = (code: string): string =>
    behaviours.find(one => one.code === code)?.data.term ?? code
  const targetOf = (row: LedgerRow): string =>
    row.institution ?? titles.get(row.id)?.target ?? '见案卷'
  return rows.map(row => ({
    row,
    number: shortLabel(row.year, row.serial),
    cause: causeOf(row.behaviour),
    target: targetOf(row),
    handlers: handlers.get(row.id) ?? [],
    ...whyOf(reasons.get(row.id), caseKeys.get(row.id), people),
  }))
}

const whyOf = (
  found: ReasonRow | undefined,
  key: SymmetricKey | undefined,
  people: ReadonlyMap<StaffId, string>,
): Pick<LedgerLine, 'reason' | 'person' | 'until'> =>
  found === undefined
    ? { reason: '', person: '', until: '' }
    : {
        reason: reasonOf(found, key),
        person: people.get(found.person_id) ?? '',
        until: found.new_date,
      }

const limitsWith =
  ({ lawbook, clock }: LedgerDeps) =>
  async (tx: Tx): Promise<LedgerLimits> => {
    const all = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
    return {
      ...{ page: all['ledger.page'], rows: all['ledger.export-rows'] },
      ...{ hours: all['ledger.export-hours'], layouts: all['ledger.layouts'] },
      ...{ layoutName: all['ledger.layout-name'], reason: all['ledger.reason'] },
      ...{ items: all['ledger.report-items'] },
      ...{ reasonMin: all['reason.min'], reasonMax: all['reason.max'] },
    }
  }

/** Sealed under the key of the case. The same form sent twice is one. */
const giveReasonWith =
  ({ cases, desks, audit, clock }: LedgerDeps) =>
  async (
    tx: Tx,
    { actor, keys }: Visitor,
    caseId: CaseId,
    given: {
      readonly once: string
      readonly reason: string
      readonly personId: StaffId
      readonly until: Day
    },
  ): Promise<void> => {
    const key = await keyOfAdmitted(cases, tx, await desks.holdersOf(tx, keys), caseId)
    const { once: id, reason, personId, until } = given
    const made = await insertReason(tx, {
      ...{ id, case_id: caseId, person_id: personId, new_date: until },
      sealed_reason: sealJson(key, reasonPlace(id), { reason }),
      ...{ made_by: actor.id, made_at: clock() },
    })
    if (!made) return
    const done = { deed: 'ledger.reason-saved', caseId, subject: id } as const
    await audit.record(tx, actor, actor.organisationId, done)
  }

export const createLedger = (deps: LedgerDeps) => {
  const { clock, audit, cases, accounts } = deps
  const limits = limitsWith(deps)
  const askedBy = (actor: StaffActor, wish: LedgerWish) => ({
    ...{ scope: cases.scopeOf(actor), wish, today: dayOf(clock()) },
  })
  const lines: ReadLines = async (
    tx: Tx,
    visitor: Visitor,
    wish: LedgerWish,
    page: Parameters<typeof selectLedger>[2],
  ) => dress(deps, tx, visitor, await selectLedger(tx, askedBy(visitor.actor, wish), page))

  return {
    limits,
    lines,
    /** As far as a file may reach: what is more is only said to be more. */
    totals: async (tx: Tx, actor: StaffActor, wish: LedgerWish): Promise<Totals> =>
      totalsOf(tx, askedBy(actor, wish), (await limits(tx)).rows),
    /** To the last one, for a report; goes through the whole period. */
    allTotals: (tx: Tx, actor: StaffActor, wish: LedgerWish): Promise<Totals> =>
      totalsOf(tx, askedBy(actor, wish)),
    layouts: createLayouts(deps),
    giveReason: giveReasonWith(deps),
    ...createExporting(deps, { askedBy, lines, limits }),
    recordFetch: (tx: Tx, actor: StaffActor, id: string) =>
      audit.record(tx, actor, actor.organisationId, { deed: 'ledger.fetched', subject: id }),
    colleagues: (tx: Tx, actor: StaffActor) => accounts.listActive(tx, actor.organisationId),
  }
}

export type ClueLedger = ReturnType<typeof createLedger>
