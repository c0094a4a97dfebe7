import { lawDataSchemas } from './law-data'
import type { LawEntry } from './law-entry'
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

const rulesOf = (code: string): LawEntry<'deadline-rule'>[] =>
  shippedLaw()
    .filter(entry => entry.kind === 'deadline-rule' && entry.code === code)
    .map(entry => ({
      ...entry,
      kind: 'deadline-rule',
      data: lawDataSchemas['deadline-rule'].parse(entry.data),
    }))
