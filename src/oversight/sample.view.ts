import { momentInWords } from '../accounts'
import { caseLabel, shortLabel, type CaseAction } from '../cases'
import { dayInWords } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { actionWords } from '../vocabulary/case-words'
import { letterHref } from '../vocabulary/letter-words'
import { verdictWords } from './letter-form.view'
import { stateWords, toProblem } from './letter.view'
import type { DrawnCase, SampleFile, SampleRow } from './sample'
import { sampleKinds, sampleLabel, type SampleKind } from './sample.rules'

const kindWords: Readonly<Record<SampleKind, string>> = {
  all: '办结的，不论结果',
  with: '查实、作出处理的',
  without: '没有查实或者没有处理的',
}

const sampleHref = (id: string): string => `/staff/oversight/samples/${id}`

const toRow = (row: SampleRow) => ({
  href: sampleHref(row.id),
  label: sampleLabel(row.year, row.serial),
  kind: kindWords[row.kind],
  period: `${dayInWords(row.from_day)}到 ${dayInWords(row.until_day)}`,
  size: `${row.pool_size} 件里抽 ${row.wanted} 件`,
  state: row.drawn_at === null ? '等另一个人写随机词抽取' : '抽好了',
})

export const toSamplesPage = (
  rows: readonly SampleRow[],
  { values, errors }: FormState,
  shown: {
    readonly once: string
    readonly most: number
    readonly next: number | undefined
    readonly problem?: string | undefined
  },
) => ({
  title: '随机抽查',
  rows: rows.map(toRow),
  problems: shown.problem === undefined ? [] : [toProblem(shown.problem)],
  kinds: sampleKinds.map(code => ({
    ...{ code, words: kindWords[code], chosen: code === (values['kind'] ?? 'all') },
  })),
  next: shown.next === undefined ? '' : `/staff/oversight/samples?before=${shown.next}`,
  ...{ once: shown.once, most: shown.most, values, formErrors: errors },
})

const standingOf = ({ sample, state }: SampleFile['letters'][number]): string => {
  if (sample?.verdict) return `${verdictWords[sample.verdict]}，${stateWords[state]}`
  return sample?.handedAt ? '案卷交来了，待复核' : '等交案卷'
}

const factsOf = ({ sample, names }: SampleFile) => [
  { name: '抽哪些', words: `${toRow(sample).period}${kindWords[sample.kind]}` },
  { name: '名单', words: toRow(sample).size },
  {
    name: '谁定的名单',
    words: `${names.get(sample.made_by) ?? '同事'}，${momentInWords(sample.made_at)}`,
  },
  { name: '名单的 SHA-256', words: sample.pool_hash.toString('hex') },
  { name: '种子的承诺值', words: sample.commitment.toString('hex') },
  ...(sample.drawn_by === null || sample.drawn_at === null
    ? []
    : [
        {
          name: '谁抽的',
          words: `${names.get(sample.drawn_by) ?? '同事'}，${momentInWords(sample.drawn_at)}`,
        },
        { name: '随机词', words: sample.word ?? '' },
      ]),
]

export const toSamplePage = (
  file: SampleFile,
  { values, errors }: FormState,
  problem: string | undefined,
) => {
  const { sample, letters, mayDraw } = file
  const self = sampleHref(sample.id)
  return {
    title: sampleLabel(sample.year, sample.serial),
    problems: problem === undefined ? [] : [toProblem(problem)],
    facts: factsOf(file),
    letters: letters.map(one => ({
      href: letterHref(one.id),
      number:
        one.caseNumber === undefined ? '' : shortLabel(one.caseNumber.year, one.caseNumber.serial),
      ...{ body: one.body, standing: standingOf(one) },
    })),
    ...{ mayDraw, waits: sample.drawn_at === null && !mayDraw, action: self },
    record: sample.drawn_at === null ? '' : `${self}/record`,
    pool: sample.drawn_at === null ? '' : `${self}/pool`,
    ...{ values, formErrors: errors },
  }
}

const briefLines = [
  ['target', '被举报对象'],
  ['when', '时间'],
  ['how', '怎么做的'],
  ['amount', '涉及金额'],
  ['where', '哪里能查到'],
] as const

/** The case that was handed over, as the body above sees it. */
export const toCasePage = ({ letter, target, brief, decisions }: DrawnCase) => {
  const { caseNumber } = letter
  const number = caseNumber === undefined ? '' : caseLabel(caseNumber.year, caseNumber.serial)
  return {
    title: `复核：${target}`,
    ...{ target, number, back: letterHref(letter.id) },
    judge: `${letterHref(letter.id)}?do=judge#form`,
    brief:
      brief === undefined
        ? []
        : briefLines.map(([field, name]) => ({ name, words: brief[field] || '没有写' })),
    decisions: decisions.map(({ action, on, ground, reason }) => ({
      what: actionWords[action as CaseAction],
      on: dayInWords(on),
      ...{ ground, reason },
    })),
  }
}
