import type { Cell } from '../tables'
import {
  outcomeWords,
  riskWords,
  sourceWords,
  stateWords,
  supervisedWord,
} from '../vocabulary/case-words'
import type { LedgerLine } from './ledger'
import { columnWords, type Column, type LedgerWish } from './wish.rules'

const wordOf = (words: Readonly<Record<string, string>>, code: string): string =>
  words[code] ?? code

/** What closed it: as what, and on which day. */
const proofOf = ({ row }: LedgerLine): string => {
  if (row.closed_on === null) return ''
  const { outcome, state } = row
  const words = { ...stateWords, ...outcomeWords }
  return outcome === null || outcome === state
    ? wordOf(words, state)
    : `${wordOf(words, state)}（${wordOf(words, outcome)}）`
}

const cellOf: Readonly<Record<Column, (line: LedgerLine) => string>> = {
  number: ({ number }) => number,
  received: ({ row }) => row.received_on,
  source: ({ row }) => wordOf(sourceWords, row.source),
  risk: ({ row }) => (row.risk === null ? '' : riskWords[row.risk]),
  cause: ({ cause }) => cause,
  target: ({ target }) => target,
  state: ({ row }) => wordOf(stateWords, row.state),
  supervised: ({ row }) => (row.supervised ? supervisedWord : ''),
  handlers: ({ handlers }) => handlers.join('、'),
  due: ({ row }) => (row.next_due_on === 'infinity' ? '' : row.next_due_on),
  closed: ({ row }) => row.closed_on ?? '',
  proof: proofOf,
  reason: ({ reason }) => reason,
  person: ({ person }) => person,
  until: ({ until }) => until,
}

export const headerOf = ({ columns: chosen }: LedgerWish): string[] =>
  chosen.map(one => columnWords[one])

export const cellsOf = (line: LedgerLine, { columns: chosen }: LedgerWish): Cell[] =>
  chosen.map(one => cellOf[one](line))
