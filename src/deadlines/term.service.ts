import type { LawEntry, Lawbook } from '../lawbook'
import type { Tx } from '../platform/db/transaction'
import type { TermRef } from './deadline'

type Rule = LawEntry<'deadline-rule'>
type Term = Rule | LawEntry<'reward-rule'>

const lengthOf = (term: Term): Pick<Rule['data'], 'length' | 'unit' | 'trigger' | 'article'> => {
  if (term.kind === 'deadline-rule') return term.data
  const { start, document, title } = term.data
  const article = document === null ? title : `${title}（${document}）`
  const { length = null, unit = null, from = '' } = start ?? {}
  return { length, unit, trigger: from, article }
}

/** Called as the rule says, as long as the other text has it, with that one's source. */
const withTerm = (rule: Rule, term: Term): Rule => {
  const { length, unit, trigger, article } = lengthOf(term)
  const { source, status } = term
  return { ...rule, source, status, data: { ...rule.data, length, unit, trigger, article } }
}

const termEntry = (lawbook: Lawbook, tx: Tx, { kind, ...which }: TermRef): Promise<Term> =>
  kind === 'deadline-rule' ? lawbook.exact(tx, kind, which) : lawbook.exact(tx, kind, which)

/** The rule, with the length of another text where it leaves that to one. */
export const ruledBy = async (
  lawbook: Lawbook,
  tx: Tx,
  rule: Rule,
  term: TermRef | null | undefined,
): Promise<Rule> =>
  term === null || term === undefined ? rule : withTerm(rule, await termEntry(lawbook, tx, term))
