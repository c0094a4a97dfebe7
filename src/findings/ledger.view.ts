import { momentInWords } from '../accounts'
import { caseLabel } from '../cases'
import { shortDay } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { inDocuments, inYuan, type Fen } from '../vocabulary/money'
import { incomes, type Ledger, type LedgersFile, type MoneyEntry } from './ledger'
import { toHead } from './measure.view'

const ledgerWords: Readonly<Record<Ledger, { readonly name: string; readonly goes: string }>> = {
  recovery: { name: '追回的医保基金', goes: '退回基金财政专户（条例第四十五条）' },
  fine: { name: '罚款', goes: '上缴国库（条例第四十五条）' },
}

const closedWords = {
  '': '',
  'not-yours': '台账由这一件的承办人和负责人记，您可以看。',
  state: '这一件已经结案，不能再记。要更正的，请负责人先重新办理。',
  undecided: '作出决定以后才能记台账。决定以前主动退回的，写在认定里。',
} as const

const toRow = (entry: MoneyEntry, file: LedgersFile) => {
  const takenBack = file.entries.some(({ corrects }) => corrects === entry.id)
  return {
    day: shortDay(entry.receivedOn, file.today),
    amount: inYuan(entry.amount),
    kind: entry.corrects !== null ? '冲销' : entry.voluntary ? '主动退回' : '',
    note: entry.note,
    by: `${file.names.get(entry.postedBy) ?? '同事'}，${momentInWords(entry.postedAt)}`,
    takenBack,
    takeBack:
      entry.corrects === null && !takenBack && file.closedBecause === ''
        ? `/staff/cases/${file.found.id}/ledgers/${entry.id}`
        : '',
  }
}

const voluntaryWords = (fen: Fen): string => (fen > 0n ? `其中主动退回 ${inYuan(fen)} 元` : '')

const toLedger = (ledger: Ledger, file: LedgersFile) => {
  const { totals, decided } = file
  const came = ledger === 'fine' ? totals.fined : totals.recovered
  const wanted = ledger === 'fine' ? decided?.fined : decided?.loss
  return {
    id: ledger,
    ...ledgerWords[ledger],
    rows: file.entries.filter(one => one.ledger === ledger).map(one => toRow(one, file)),
    total: inDocuments(came < 0n ? 0n : came),
    voluntary: ledger === 'recovery' ? voluntaryWords(totals.voluntary) : '',
    wanted: wanted === undefined ? '' : `决定要求 ${inYuan(wanted)} 元`,
  }
}

/** For the tab of the case page too. */
export const toLedgerTotals = (file: LedgersFile) => [
  toLedger('recovery', file),
  toLedger('fine', file),
]

export const toLedgersPage = (
  file: LedgersFile,
  { form, once }: { readonly form: FormState; readonly once: string },
) => ({
  ...toHead(file.found, file.target),
  title: `台账 ${caseLabel(file.found.year, file.found.serial)}`,
  closedWords: closedWords[file.closedBecause],
  ledgers: toLedgerTotals(file),
  action: `/staff/cases/${file.found.id}/ledgers`,
  once,
  values: form.values,
  formErrors: form.errors,
  incomes: Object.entries(incomes).map(([code, { words }], index) => ({
    ...{ code, words, chosen: form.values['income'] === code },
    id: index === 0 ? 'income' : `income-${code}`,
  })),
  maxNote: file.noteMost,
})

export const toTakeBackPage = (
  file: LedgersFile,
  entry: MoneyEntry,
  { form, once }: { readonly form: FormState; readonly once: string },
) => ({
  ...toHead(file.found, file.target),
  title: `冲销 ${caseLabel(file.found.year, file.found.serial)}`,
  ledger: ledgerWords[entry.ledger].name,
  row: toRow(entry, file),
  amount: inDocuments(entry.amount < 0n ? -entry.amount : entry.amount),
  action: `/staff/cases/${file.found.id}/ledgers/${entry.id}`,
  once,
  values: form.values,
  formErrors: form.errors,
  maxNote: file.noteMost,
})
