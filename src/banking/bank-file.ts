import type { LawData } from '../lawbook'
import type { Cell, ReadRow } from '../tables'
import { inYuan, readMoney, type Fen } from '../vocabulary/money'

export type BankLayout = LawData['bank-layout']

type Payment = {
  /** By which the bank's answer names it: random, no number of a case or reward. */
  readonly reference: string
  readonly name: string
  readonly account: string
  readonly bank: string
  readonly fen: Fen
}

/** Without thousands, to the fen: what banks read. */
const plainYuan = (fen: Fen): string => inYuan(fen).replaceAll(',', '')

export const bankHeader = ({ columns }: BankLayout): string[] => columns.map(({ header }) => header)

/** One payment in the layout's columns. `at` counts from 0. */
export const bankRow = (
  { columns, remark }: BankLayout,
  payment: Payment,
  { at, day }: { readonly at: number; readonly day: string },
): Cell[] => {
  const { reference, name, account, bank, fen } = payment
  const cells = { reference, name, account, bank, remark, day, serial: String(at + 1) }
  const all = { ...cells, amount: plainYuan(fen) }
  return columns.map(({ field }) => all[field])
}

type BankAnswer = {
  /** Of the sheet, so that a person finds it again. */
  readonly row: number
  readonly reference: string
  readonly fen: Fen
  readonly paid: boolean
  readonly reason: string
}

type AnswerFault = { readonly row: number; readonly why: string }

export type ReadAnswers = {
  readonly answers: readonly BankAnswer[]
  readonly faults: readonly AnswerFault[]
}

/** No bank pays more at once than fits eighteen digits. */
const MOST: Fen = 10n ** 18n

type Places = Readonly<Record<'reference' | 'amount' | 'result' | 'reason', number>>

const placesIn = ({ answer }: BankLayout, header: readonly string[]): Places | string => {
  const at = (name: string | undefined): number => (name === undefined ? -1 : header.indexOf(name))
  const missing = [answer.reference, answer.amount, answer.result].filter(name => at(name) < 0)
  if (missing.length > 0) return `回盘文件里没有这些列：${missing.join('、')}`
  const double = header.find((name, place) => name !== '' && header.indexOf(name) < place)
  if (double !== undefined) return `回盘文件里“${double}”这一列有两个，请只留一个`
  return {
    reference: at(answer.reference),
    amount: at(answer.amount),
    result: at(answer.result),
    reason: at(answer.reason),
  }
}

/** 1.23457E+15 is what a spreadsheet makes of digits that it takes for a number. '' where nothing is wrong. */
const referenceFault = (reference: string): string => {
  if (/^\d([.,]\d+)?E\+?\d+$/i.test(reference))
    return '业务参考号被表格软件改成了科学计数法，请用银行原来的文件，不要在表格软件里另存'
  return /^[A-Z]?\d{6,32}$/.test(reference) ? '' : '业务参考号不对'
}

const readRow = (
  { answer }: BankLayout,
  places: Places,
  { number, cells }: ReadRow,
): BankAnswer | AnswerFault => {
  const of = (name: keyof Places): string => cells[places[name]] ?? ''
  const result = of('result')
  const paid = answer.paid.includes(result)
  if (!paid && !answer.failed.includes(result))
    return {
      row: number,
      why: `处理结果“${result}”不认识，只认 ${[...answer.paid, ...answer.failed].join('、')}`,
    }
  const money = readMoney(of('amount'), MOST)
  if (!money.ok) return { row: number, why: money.why }
  const fault = referenceFault(of('reference'))
  if (fault !== '') return { row: number, why: fault }
  return { row: number, reference: of('reference'), fen: money.fen, paid, reason: of('reason') }
}

/** A reference that stands twice has no answer: which of the two holds is not for us to guess. */
const twice = (answers: readonly BankAnswer[]): AnswerFault[] => {
  const first = new Map<string, number>()
  return answers.flatMap(({ reference, row }) => {
    const before = first.get(reference)
    if (before === undefined) first.set(reference, row)
    return before === undefined ? [] : [{ row, why: `业务参考号和第 ${before} 行一样` }]
  })
}

/**
 * The bank's answer, row by row; the line of headers first. Either all rows are understood, or their faults are named
 * and nothing of the file counts. @returns a sentence when the columns are not there
 */
export const readAnswers = (layout: BankLayout, rows: readonly ReadRow[]): ReadAnswers | string => {
  const [header, ...rest] = rows
  if (header === undefined || rest.length === 0) return '回盘文件里没有一行结果'
  const places = placesIn(layout, header.cells)
  if (typeof places === 'string') return places
  const read = rest.map(row => readRow(layout, places, row))
  const answers = read.filter(one => 'reference' in one)
  const faults = read.filter(one => 'why' in one)
  return { answers, faults: [...faults, ...twice(answers)] }
}
