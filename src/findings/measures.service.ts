import { isDeepStrictEqual } from 'node:util'
import type { Visitor } from '../accounts'
import type { Case } from '../cases'
import { dayOf, type Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { CaseId } from '../vocabulary/ids'
import { mayWrite, openCase, openToWrite, type OpenCase } from './admission.service'
import { changesIn, changing } from './changing.service'
import { limitsOf, measureKindsOf, publicDuties } from './finding-law.service'
import { missingMeasures } from './finding.rules'
import type { EndOfMeasure, Measure, MeasuresFile, NewMeasure } from './measure'
import { isMeasurable, peopleOf, type MeasureDeps } from './measure-people.service'
import { endMeasure, findMeasure, insertMeasure, listMeasures } from './measures.repository'
import { openMeasure, sealEnd, sealOrder } from './sealed-measure'

export type Measures = {
  /** Everything that the pages show; the caller records that it was read. */
  readonly look: (tx: Tx, visitor: Visitor, caseId: CaseId) => Promise<MeasuresFile>
  /** The same, recorded. @throws notFound('case'), forbidden('case.no-key') */
  readonly open: (tx: Tx, visitor: Visitor, caseId: CaseId) => Promise<MeasuresFile>
  /** The same form again adds nothing. @throws refused `measure.state`, `measure.responsible` */
  readonly add: (tx: Tx, visitor: Visitor, caseId: CaseId, added: NewMeasure) => Promise<void>
  /** Done with its proof, or dropped with a reason; once. @throws refused `measure.ended` */
  readonly end: (
    tx: Tx,
    visitor: Visitor,
    at: { readonly caseId: CaseId; readonly id: string },
    ended: EndOfMeasure,
  ) => Promise<void>
  /** Another person, or another day, with the reason. @throws refused `measure.ended`, `measure.changed` */
  readonly change: ReturnType<typeof changing>
  /** Of a case that is about to be closed: what keeps it. `undefined`: nothing. */
  readonly unsettled: (
    tx: Tx,
    key: SymmetricKey,
    caseId: CaseId,
  ) => Promise<'measures.open' | 'measures.missing' | undefined>
  /** Which kinds are ordered in the case, dropped ones aside: whether it needs a legal review may hang on it. */
  readonly kindsIn: (tx: Tx, caseId: CaseId) => Promise<string[]>
  /** A public target: who has to be told was told. */
  readonly wasTold: (tx: Tx, key: SymmetricKey, caseId: CaseId) => Promise<boolean>
}

const openAll = async (tx: Tx, key: SymmetricKey, caseId: CaseId): Promise<Measure[]> =>
  (await listMeasures(tx, caseId)).map(row => openMeasure(key, row))

const missingOf = async (
  deps: MeasureDeps,
  tx: Tx,
  { found, key }: OpenCase,
  measures: readonly Measure[],
): Promise<MeasuresFile['missing']> => {
  const finding = await deps.findings.readFinding(tx, key, found.id)
  if (finding === undefined) return []
  const kinds = await measureKindsOf(deps.lawbook, tx, found, dayOf(deps.clock()))
  const moneyOf = (kind: string) => kinds.find(({ code }) => code === kind)?.data.money
  return missingMeasures(
    finding.totals,
    measures
      .filter(({ state }) => state !== 'dropped')
      .map(({ kind }) => ({ money: moneyOf(kind) })),
  )
}

const frameLimits = async (deps: MeasureDeps, tx: Tx, found: Case, on: Day) => {
  const { most, reasonMin } = await limitsOf(deps.lawbook, tx, found, on)
  const limits = await deps.lawbook.limits(tx, { place: found.regionCode ?? '*', on })
  return { most, reasonMin, name: limits['measure.name'], note: limits['measure.note'] }
}

const closedBecause = async (
  deps: MeasureDeps,
  tx: Tx,
  { actor }: Visitor,
  found: Case,
): Promise<MeasuresFile['closedBecause']> => {
  if (!(await mayWrite(deps, tx, actor, found.id))) return 'not-yours'
  return isMeasurable(found) ? '' : 'state'
}

const looking =
  (deps: MeasureDeps): Measures['look'] =>
  async (tx, visitor, caseId) => {
    const { cases, accounts, evidence, lawbook, clock } = deps
    const open = await openCase(deps, tx, visitor, caseId)
    const { found, key } = open
    const today = dayOf(clock())
    const near = await deps.deadlines.nearUntil(tx, today)
    const measures = await openAll(tx, key, caseId)
    const changes = await changesIn(tx, key, caseId)
    const people = await peopleOf(deps, tx, found)
    const named = [
      ...measures.flatMap(one => [one.responsibleId, one.addedBy]),
      ...changes.flatMap(({ from, to, changedBy }) => [
        ...[from.responsibleId, to.responsibleId],
        changedBy,
      ]),
    ]
    return {
      ...{ found, today, near, measures, changes, people },
      target: (await cases.titlesOf(tx, new Map([[caseId, key]]))).get(caseId)?.target ?? '',
      kinds: await measureKindsOf(lawbook, tx, found, today),
      names: await accounts.namesOf(tx, named),
      files: await evidence.list(tx, { caseId, caseKey: key }, { stage: 'sent' }),
      closedBecause: await closedBecause(deps, tx, visitor, found),
      missing: await missingOf(deps, tx, open, measures),
      limits: await frameLimits(deps, tx, found, today),
    }
  }

const adding =
  (deps: MeasureDeps): Measures['add'] =>
  async (tx, visitor, caseId, { once: id, kind, responsibleId, dueOn, order }) => {
    const { found, key } = await openToWrite(deps, tx, visitor, caseId)
    const known = await findMeasure(tx, caseId, id)
    if (known?.added_by === visitor.actor.id) return
    if (!isMeasurable(found)) throw refused('measure.state')
    const people = await peopleOf(deps, tx, found)
    if (!people.some(one => one.id === responsibleId)) throw refused('measure.responsible')
    const isNew = await insertMeasure(tx, {
      ...{ id, kind, case_id: caseId, organisation_id: found.organisationId },
      ...{ responsible_id: responsibleId, due_on: dueOn },
      sealed_order: sealOrder(key, id, order),
      ...{ added_by: visitor.actor.id, added_at: deps.clock() },
    })
    if (!isNew) throw notFound('measure')
    const added = { deed: 'measure.added', caseId, subject: id } as const
    await deps.audit.record(tx, visitor.actor, found.organisationId, added)
  }

const ending =
  (deps: MeasureDeps): Measures['end'] =>
  async (tx, visitor, { caseId, id }, { state, doneOn, end }) => {
    const { found, key } = await openToWrite(deps, tx, visitor, caseId)
    const row = await findMeasure(tx, caseId, id)
    if (row === undefined) throw notFound('measure')
    if (row.state !== 'open') {
      const known = openMeasure(key, row)
      const isSame = known.state === state && known.doneOn === doneOn
      // Sent twice: it is done, as it says.
      if (isSame && isDeepStrictEqual(known.end, end)) return
      throw refused('measure.ended')
    }
    if (!isMeasurable(found)) throw refused('measure.state')
    await endMeasure(tx, id, {
      ...{ state, done_on: doneOn, sealed_end: sealEnd(key, id, end) },
      ...{ ended_by: visitor.actor.id, ended_at: deps.clock() },
    })
    const deed = state === 'done' ? 'measure.done' : 'measure.dropped'
    await deps.audit.record(tx, visitor.actor, found.organisationId, { deed, caseId, subject: id })
  }

export const createMeasures = (deps: MeasureDeps): Measures => ({
  kindsIn: async (tx, caseId) =>
    (await listMeasures(tx, caseId))
      .filter(({ state }) => state !== 'dropped')
      .map(({ kind }) => kind),
  look: looking(deps),
  open: async (tx, visitor, caseId) => {
    const file = await looking(deps)(tx, visitor, caseId)
    const viewed = { deed: 'finding.viewed', caseId, subject: 'measures' } as const
    await deps.audit.record(tx, visitor.actor, file.found.organisationId, viewed)
    return file
  },
  add: adding(deps),
  end: ending(deps),
  change: changing(deps),
  unsettled: async (tx, key, caseId) => {
    const measures = await openAll(tx, key, caseId)
    if (measures.some(({ state }) => state === 'open')) return 'measures.open'
    const found = await deps.cases.get(tx, caseId)
    const missing = await missingOf(deps, tx, { found, key }, measures)
    return missing.length > 0 ? 'measures.missing' : undefined
  },
  wasTold: async (tx, key, caseId) => {
    const finding = await deps.findings.readFinding(tx, key, caseId)
    if (finding?.content.isPublic !== true) return true
    const found = await deps.cases.get(tx, caseId)
    const kinds = await measureKindsOf(deps.lawbook, tx, found, dayOf(deps.clock()))
    const done = (await listMeasures(tx, caseId)).filter(({ state }) => state === 'done')
    return publicDuties(kinds, found).every(({ code }) => done.some(({ kind }) => kind === code))
  },
})
