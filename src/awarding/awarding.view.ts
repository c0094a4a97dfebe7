import { momentInWords } from '../accounts'
import { awardNumber, type CaseAwards } from '../awards'
import { caseLabel, shortLabel } from '../cases'
import { dayInWords } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { awardStateWords, matchWords, subjectWords } from '../vocabulary/award-words'
import { lineInWords } from '../vocabulary/calculation-words'
import type { CaseId, StaffId } from '../vocabulary/ids'
import { inDocuments, inYuan } from '../vocabulary/money'
import { refusals } from '../vocabulary/refusals'
import { caseHref } from '../vocabulary/staff-paths'
import { valuesOfReturned } from './returned.view'
import type { Preview } from './shown'

export const rewardHref = (caseId: CaseId): string => `${caseHref(caseId)}/reward`

type Viewer = {
  readonly id: StaffId
  readonly mayPropose: boolean
  readonly mayReview: boolean
}

type Shown = {
  readonly file: CaseAwards
  readonly names: ReadonlyMap<StaffId, string>
  readonly viewer: Viewer
  readonly once: string
  readonly form: FormState
  readonly preview?: Preview | undefined
  readonly problem?: string | undefined
  /** Which award the fault in the form is about. */
  readonly about?: string | undefined
}

type Awarded = CaseAwards['awards'][number]
type Tests = CaseAwards['tests']

const sureOf = (status: string): string =>
  status === 'P' || status === 'D' ? '' : '（依据不是原文，办理前请核对）'

const wishWords = {
  none: '没有留下领奖口令或者姓名',
  wished: '愿意领奖励',
  withdrawn: '已经放弃奖励',
} as const

const dayNames = {
  start: '最迟哪天对每份举报提出意见',
  notice: '最迟哪天让举报人看到决定',
} as const

const toDay = ({ what, dueOn, provisional, doneOn }: CaseAwards['days'][number]) => {
  const unsure = provisional ? '（放假安排还没公布，日期可能变）' : ''
  const late = doneOn !== null && doneOn > dueOn ? '，超期' : ''
  const done = doneOn === null ? '' : `，${dayInWords(doneOn)}已办完${late}`
  return { name: dayNames[what], words: `${dayInWords(dueOn)}${unsure}${done}` }
}

const toFacts = ({ finding, rule, standing, rank, reports, days, left }: CaseAwards) => [
  ...(finding === undefined
    ? []
    : [
        { name: '举报事项造成的基金损失', words: `${inYuan(finding.loss)} 元` },
        { name: '查实的和举报的', words: matchWords[finding.match] },
      ]),
  ...(finding === undefined || left === finding.loss
    ? []
    : [{ name: '还没有用作奖励基数的损失', words: `${inYuan(left)} 元` }]),
  {
    name: '奖励办法',
    words:
      rule === undefined
        ? '没有已经确认的办法'
        : `${rule.data.title}${rule.data.document === null ? '' : `（${rule.data.document}）`}${sureOf(rule.status)}`,
  },
  { name: '举报人', words: wishWords[standing.reward] },
  { name: '受理的先后', words: `第 ${rank} 位，共 ${reports} 份举报` },
  ...days.map(toDay),
]

const namedTest = (tests: Tests, code: string): string =>
  tests.find(one => one.code === code)?.data.words ?? code

const handsOf = ({ proposedBy, proposedAt, ...award }: Awarded, names: Shown['names']) =>
  [
    { what: '提出', by: proposedBy, at: proposedAt },
    { what: '审核', by: award.reviewedBy, at: award.reviewedAt },
    { what: '财务审批', by: award.approvedBy, at: award.approvedAt },
  ].flatMap(({ what, by, at }) =>
    by === null || at === null ? [] : [`${what}：${names.get(by) ?? ''}，${momentInWords(at)}`],
  )

const toAnswers = (
  tests: Tests,
  given: Awarded['grounds']['conditions'],
  no: string,
  yes: string,
) => given.map(one => ({ words: namedTest(tests, one.code), answer: one.yes ? yes : no }))

const optionWords = ({ grade, subject, insider, rate }: Awarded['summary']): string =>
  [
    ...(grade === '' ? [] : [`等级：${grade}`]),
    ...(subject === '' ? [] : [`被举报的是${subjectWords[subject]}`]),
    ...(insider ? ['内部知情人'] : []),
    ...(rate === '' ? [] : [`比例：${Number((Number(rate) * 100).toFixed(2))}%`]),
  ].join('，')

const toAward = (award: Awarded, { file, names, viewer, about, form }: Shown) => {
  const { summary, grounds, state, kind } = award
  return {
    action: `${rewardHref(award.caseId)}/${award.id}`,
    number: awardNumber(award.year, award.serial),
    state: awardStateWords[state],
    isGrant: kind === 'grant',
    sum: inDocuments(award.fen),
    against: summary.against === '' ? '' : namedTest(file.tests, summary.against),
    decision: summary.decision,
    rule: summary.ruleTitle,
    basis: `${inYuan(BigInt(summary.basis))} 元`,
    options: optionWords(summary),
    lines: summary.lines.map(lineInWords),
    conditions: toAnswers(file.tests, grounds.conditions, '不符合', '符合'),
    exclusions: toAnswers(file.tests, grounds.exclusions, '没有', '有'),
    conditionsWhy: grounds.conditionsWhy,
    exclusionsWhy: grounds.exclusionsWhy,
    note: award.note,
    hands: handsOf(award, names),
    claimUntil: award.claimUntil === null ? '' : dayInWords(award.claimUntil),
    waits: state === 'proposed',
    mayReview: state === 'proposed' && viewer.mayReview && award.proposedBy !== viewer.id,
    errors: about === award.id ? form.errors : {},
    why: about === award.id ? (form.values['why'] ?? '') : '',
  }
}

const toTests = (tests: Tests, part: Tests[number]['data']['part'], form: FormState) =>
  tests
    .filter(({ data }) => data.part === part)
    .map(({ code, data, status }) => {
      const name = `t_${code}`
      const given = form.values[name]
      return {
        ...{ name, words: `${data.words}${sureOf(status)}`, error: form.errors[name] ?? '' },
        ...{ yes: given === 'yes', no: given === 'no' },
      }
    })

const yuanOf = (fen: bigint): string => inYuan(fen).replace(/\.00$/, '')

/** Everything that is left, where this report is the only one or what is left is all. */
const usualBasis = ({ left }: CaseAwards): string => (left > 0n ? yuanOf(left) : '')

type Formula = NonNullable<CaseAwards['rule']>['data']['formula'] | undefined

const toGrades = (formula: Formula, chosen: string) =>
  (formula !== undefined && 'grades' in formula ? formula.grades : []).map(({ name, test }) => ({
    ...{ code: name, chosen: chosen === name },
    words: test === undefined ? name : `${name}：${test}`,
  }))

const toSubjects = (formula: Formula, chosen: string) =>
  (formula?.shape === 'flat-by-subject' ? formula.subjects : []).map(({ subject, who }) => ({
    ...{ code: subject, chosen: chosen === subject },
    words: `${subjectWords[subject]}：${who.join('、')}`,
  }))

/** What was typed; else what came back. */
const formOf = ({ file, form, about }: Shown): FormState =>
  about === undefined && Object.keys(form.values).length > 0
    ? form
    : { values: valuesOfReturned(file), errors: {} }

const toForm = (page: Shown) => {
  const { file, once } = page
  const form = formOf(page)
  const { rule, tests } = file
  const formula = rule?.data.formula
  const value = (name: string, usual = ''): string => form.values[name] ?? usual
  return {
    once: value('once', once),
    decision: value('decision'),
    basis: value('basis', usualBasis(file)),
    rate: value('rate'),
    insider: form.values['insider'] !== undefined,
    conditionsWhy: value('conditionsWhy'),
    exclusionsWhy: value('exclusionsWhy'),
    conditions: toTests(tests, 'condition', form),
    exclusions: toTests(tests, 'exclusion', form),
    several: tests
      .filter(({ data }) => data.part === 'several')
      .map(({ data, status }) => `${data.words}${sureOf(status)}`),
    grades: toGrades(formula, value('grade')),
    subjects: toSubjects(formula, value('subject')),
    asksRate: formula?.shape === 'up-to' || formula?.shape === 'range-by-grade',
    uplift: rule?.data.uplift?.who ?? '',
  }
}

const toPreview = (preview: Shown['preview']) => {
  if (preview === undefined) return undefined
  const { sum, seen } = preview
  return sum === undefined
    ? { refusal: true, seen, sum: '', lines: [] }
    : { refusal: false, seen, sum: inDocuments(sum.fen), lines: sum.lines.map(lineInWords) }
}

const barIn = ({
  bar,
}: CaseAwards): { readonly title: string; readonly text: string } | undefined =>
  bar === '' ? undefined : refusals[bar]

/** Everything views/awarding/reward.ejs prints. */
export const toRewardPage = (shown: Shown) => {
  const { file, viewer, form, preview, problem = '', about } = shown
  const { found, lead } = file
  const writes = viewer.mayPropose && (file.bar === '' || file.bar === 'award.no-rule')
  return {
    title: `${caseLabel(found.year, found.serial)} 奖励`,
    back: caseHref(found.id, { tab: 'decisions' }),
    lead:
      lead.id === found.id
        ? undefined
        : { href: caseHref(lead.id), words: shortLabel(lead.year, lead.serial) },
    action: rewardHref(found.id),
    facts: toFacts(file),
    passedOver: file.passedOver.map(({ data }) => data.title),
    awards: file.awards.map(award => toAward(award, shown)),
    bar: barIn(file),
    form: writes ? toForm(shown) : undefined,
    preview: toPreview(preview),
    errors: about === undefined ? form.errors : {},
    problem,
  }
}
