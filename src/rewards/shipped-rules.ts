import { shippedEntries, type LawEntry } from '../lawbook'

type Rule = LawEntry<'reward-rule'>

/** Every rule as it is shipped, without a database; the last version of each code. */
export const shippedRewardRules = (): ReadonlyMap<string, Rule> =>
  new Map(
    [...shippedEntries('reward-rule')]
      .sort((one, other) => one.version - other.version)
      .map(entry => [entry.code, entry]),
  )
