import { lawDataSchemas } from './law-data'
import type { LawEntry, LawKind } from './law-entry'
import { chooseOrFirst } from './law.rules'
import { shippedLaw } from './shipped-law'

export type ShippedRule = {
  readonly rule: LawEntry<'deadline-rule'>
  /** No version is kept that held on that day: this is the first one after it. */
  readonly early: boolean
}

/** Which places have a rule of that name; none: there is no such rule. */
export const placesOfRule = (code: string): readonly string[] => [
  ...new Set(rulesOf(code).map(({ place }) => place)),
]

/** A deadline rule as it is shipped, without a database. */
export const findShippedRule = (
  code: string,
  at: { readonly place: string; readonly on: string },
): ShippedRule | undefined => {
  const found = chooseOrFirst(rulesOf(code), at.place, at.on)
  return found && { rule: found.entry, early: found.early }
}

/** All entries of a kind as they are shipped, without a database. */
export const shippedEntries = <K extends LawKind>(kind: K): LawEntry<K>[] =>
  shippedLaw()
    .filter(entry => entry.kind === kind)
    .map(entry => ({
      ...entry,
      kind,
      data: lawDataSchemas[kind].parse(entry.data) as LawEntry<K>['data'],
    }))

const rulesOf = (code: string): LawEntry<'deadline-rule'>[] =>
  shippedEntries('deadline-rule').filter(entry => entry.code === code)
