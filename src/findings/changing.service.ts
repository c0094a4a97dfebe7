import type { Visitor } from '../accounts'
import { openField, sealField, type SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { CaseId } from '../vocabulary/ids'
import { openToWrite } from './admission.service'
import { changeMark } from './finding.rules'
import type { ChangeOfMeasure, MeasureChange } from './measure'
import { changeMeasure, listChanges, type ChangeRow } from './measure-changes.repository'
import { isMeasurable, peopleOf, type MeasureDeps } from './measure-people.service'
import { findMeasure } from './measures.repository'

const reasonPlace = (row: string) => ({ table: 'measure_changes', column: 'sealed_reason', row })

const toChange = (key: SymmetricKey, row: ChangeRow): MeasureChange => ({
  id: row.id,
  measureId: row.measure_id,
  from: { responsibleId: row.from_responsible, dueOn: row.from_due },
  to: { responsibleId: row.to_responsible, dueOn: row.to_due },
  changedBy: row.changed_by,
  changedAt: row.changed_at,
  reason: openField(key, reasonPlace(row.id), row.sealed_reason).toString('utf8'),
})

/** Of every measure of a case, oldest first. */
export const changesIn = async (
  tx: Tx,
  key: SymmetricKey,
  caseId: CaseId,
): Promise<MeasureChange[]> => (await listChanges(tx, caseId)).map(row => toChange(key, row))

/**
 * Somebody else is responsible from now on, or until another day. The same form again changes nothing.
 * @throws refused `measure.ended`, `measure.changed`, `measure.state`, `measure.responsible`
 */
export const changing =
  (deps: MeasureDeps) =>
  async (
    tx: Tx,
    visitor: Visitor,
    { caseId, id }: { readonly caseId: CaseId; readonly id: string },
    { once, seen, responsibleId, dueOn, reason }: ChangeOfMeasure,
  ): Promise<void> => {
    const { found, key } = await openToWrite(deps, tx, visitor, caseId)
    const row = await findMeasure(tx, caseId, id)
    if (row === undefined) throw notFound('measure')
    const changes = (await listChanges(tx, caseId)).filter(one => one.measure_id === id)
    if (changes.some(one => one.id === once)) return
    if (row.state !== 'open') throw refused('measure.ended')
    if (seen !== changeMark(changes)) throw refused('measure.changed')
    if (!isMeasurable(found)) throw refused('measure.state')
    const people = await peopleOf(deps, tx, found)
    if (!people.some(one => one.id === responsibleId)) throw refused('measure.responsible')
    await changeMeasure(tx, {
      ...{ id: once, measure_id: id, case_id: caseId, ordinal: changes.length + 1 },
      ...{ from_responsible: row.responsible_id, from_due: row.due_on },
      ...{ to_responsible: responsibleId, to_due: dueOn },
      sealed_reason: sealField(key, reasonPlace(once), reason),
      ...{ changed_by: visitor.actor.id, changed_at: deps.clock() },
    })
    const changed = { deed: 'measure.changed', caseId, subject: id } as const
    await deps.audit.record(tx, visitor.actor, found.organisationId, changed)
  }
