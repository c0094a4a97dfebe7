import { appealResealer } from '../appeals'
import { awardResealer } from '../awards'
import { caseResealer } from '../cases'
import type { Resealer } from '../desks'
import { handingResealer } from '../handing'
import { identityResealers } from '../identity'
import { letterResealer } from '../oversight'
import { claimResealer } from '../payouts'
import type { Installation } from '../platform/crypto'
import { createSearchResealer } from '../search'

/** Every room that keeps something sealed to a desk's key. tests/rotation counts the tables that have such seals. */
export const resealersOf = (deps: { readonly installation: Installation }): readonly Resealer[] => [
  createSearchResealer(deps),
  caseResealer,
  ...identityResealers,
  appealResealer,
  awardResealer,
  claimResealer,
  handingResealer,
  letterResealer,
]
