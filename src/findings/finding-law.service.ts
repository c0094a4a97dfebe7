import type { Case } from '../cases'
import type { Lawbook, LawEntry } from '../lawbook'
import type { Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { LawOfViolation, FindingLimits } from './finding'

type Place = Pick<Case, 'regionCode' | 'targetKind'>

const at = ({ regionCode }: Place, on: Day) => ({ place: regionCode ?? '*', on })

const toLaw = (
  { code, data, status }: LawEntry<'violation'>,
  own: LawEntry<'discretion-band'> | undefined,
): LawOfViolation => ({
  code,
  term: data.term,
  basis: data.basis,
  fundLoss: data.fundLoss,
  band: own?.data.band ?? data.band,
  bandBasis: own?.data.basis ?? '',
  status,
})

/** The violations that targets of this kind can be found to have done, as the place has them on that day. */
export const catalogueOf = async (
  lawbook: Lawbook,
  tx: Tx,
  found: Place,
  on: Day,
): Promise<LawOfViolation[]> => {
  const entries = await lawbook.list(tx, 'violation', at(found, on))
  const own = await lawbook.list(tx, 'discretion-band', at(found, on))
  return entries
    .filter(({ data }) => data.targetKinds.includes(found.targetKind))
    .map(entry =>
      toLaw(
        entry,
        own.find(({ code }) => code === entry.code),
      ),
    )
}

export const measureKindsOf = (
  lawbook: Lawbook,
  tx: Tx,
  found: Place,
  on: Day,
): Promise<readonly LawEntry<'measure-kind'>[]> => lawbook.list(tx, 'measure-kind', at(found, on))

/** What has to be done before a case against a public target of this kind is closed. */
export const publicDuties = (
  kinds: readonly LawEntry<'measure-kind'>[],
  { targetKind }: Place,
): LawEntry<'measure-kind'>[] =>
  kinds.filter(({ data }) => data.requiredForPublic?.includes(targetKind) === true)

export const limitsOf = async (
  lawbook: Lawbook,
  tx: Tx,
  found: Place,
  on: Day,
): Promise<FindingLimits> => {
  const limits = await lawbook.limits(tx, at(found, on))
  return {
    most: BigInt(limits['money.yuan']) * 100n,
    items: limits['finding.items'],
    text: limits['finding.text'],
    facts: limits['finding.facts'],
    reasonMin: limits['reason.min'],
    reasonMax: limits['reason.max'],
  }
}
