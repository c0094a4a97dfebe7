import type { AppealKind } from '../appeals'
import { caseLabel, shortLabel, type CaseAction } from '../cases'
import { toOriginal } from '../masking'
import { asDay, dayInWords, dayOf, shortDay, type Day } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { actionWords, lampWords, stateWords } from '../vocabulary/case-words'
import { inYuan } from '../vocabulary/money'
import { listHref, type Wish } from './list.rules'
import type { AppealFile, AppealRow, RewardLine } from './supervision'

const kindWords: Readonly<Record<AppealKind, string>> = {
  objection: '有异议',
  protection: '受到报复，求助',
}

const stateOf = ({ actedOn, readOn }: AppealRow['appeal'], today: Day): string => {
  if (actedOn !== null) return `${shortDay(actedOn, today)} 已处理`
  return readOn === null ? '还没有看' : '已看，待处理'
}

const dueWords = ({ lamp, appeal }: Pick<AppealRow, 'lamp' | 'appeal'>): string =>
  appeal.actedOn === null ? lampWords(lamp.colour, lamp.workingDays) : '已处理'

const toRow = (row: AppealRow, today: Day) => {
  const { appeal, found, body, title, lamp } = row
  return {
    href: `/staff/supervise/${appeal.id}`,
    lamp: lamp.colour,
    due: dueWords(row),
    dueOn: `${shortDay(appeal.dueOn, today)} 到期`,
    kind: kindWords[appeal.kind],
    urgent: appeal.kind === 'protection',
    number: shortLabel(found.year, found.serial),
    body,
    target: title?.target ?? '还打不开，您的钥匙要由本岗位的同事先确认',
    made: `${shortDay(appeal.madeOn, today)} 提出`,
    state: stateOf(appeal, today),
  }
}

export const toListPage = (
  wish: Wish,
  {
    rows,
    next,
    now,
  }: { readonly rows: readonly AppealRow[]; readonly next: string; readonly now: Date },
) => ({
  title: '异议和求助',
  rows: rows.map(row => toRow(row, dayOf(now))),
  views: [
    { words: '待处理', href: listHref(false), current: !wish.acted },
    { words: '已处理', href: listHref(true), current: wish.acted },
  ],
  first: wish.after === undefined ? '' : listHref(wish.acted),
  next: next === '' ? '' : listHref(wish.acted, next),
  empty: wish.acted
    ? '还没有处理过的。处理以后会排在这里。'
    : '现在没有等着处理的。下级单位的举报人提出异议或者说受到报复，会排在这里。',
})

const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

const momentInWords = (at: Date, today: Day): string =>
  `${shortDay(dayOf(at), today)} ${clock.format(at)}`

const linesOf = (text: string): string[] => text.split('\n').filter(line => line.trim() !== '')

const whenInWords = (when: string): string =>
  /^\d{4}-\d\d-\d\d$/.test(when) ? dayInWords(asDay(when)) : when

const toldOf = ({ appeal }: AppealFile) => {
  const { told, kind } = appeal
  if (kind === 'objection') return []
  return [
    { name: '什么时候', words: whenInWords(told.when) || '没有写' },
    { name: '怎样联系才安全', words: told.reach || '没有写，只在这里答复' },
    {
      name: '办这一件的单位',
      words: told.shared
        ? '举报人同意让他们知道经过（联系办法他们看不到）'
        : '不知道有这次求助。除非举报人同意，不要告诉他们',
    },
  ]
}

const briefLines = [
  ['target', '被举报对象'],
  ['when', '时间'],
  ['how', '怎么做的'],
  ['amount', '涉及金额'],
  ['where', '哪里能查到'],
] as const

const rewardWhat: Readonly<Record<RewardLine['kind'], (line: RewardLine) => string>> = {
  grant: ({ fen, number }) => `奖励 ${inYuan(fen)} 元，${number}`,
  refusal: ({ number }) => `不予奖励，${number}`,
  'asked-back': ({ number }) => `追回奖励，${number}`,
}

const toReward = (line: RewardLine, { appeal, today, mask }: AppealFile) => ({
  what: rewardWhat[line.kind](line),
  on: shortDay(line.on, today),
  ground: line.ground,
  reason: line.reasons.flatMap(reason => linesOf(mask.text(reason))),
  objected: line.id === appeal.told.decisionId,
})

const toCase = (file: AppealFile) => {
  const { found, body, telephone, title, brief, mask, originals, today, decisions, appeal } = file
  return {
    number: caseLabel(found.year, found.serial),
    target: title === undefined ? '' : mask.text(title.target),
    gist: title?.gist ?? '',
    meta: `${body}，${shortDay(found.receivedOn, today)} 收到，现在：${stateWords[found.state]}`,
    telephone,
    brief:
      brief === undefined
        ? []
        : briefLines.map(([field, name]) => ({
            name,
            words: mask.text(brief[field]) || '没有写',
          })),
    originals: originals.map(original => toOriginal(original, today, mask)),
    decisions: [
      ...file.rewards.map(line => toReward(line, file)),
      ...decisions.map(({ id, action, on, ground, reason }) => ({
        what: actionWords[action as CaseAction],
        on: shortDay(on, today),
        ground,
        reason: linesOf(mask.text(reason)),
        objected: id === appeal.told.decisionId,
      })),
    ],
  }
}

const toAnswers = ({ appeal, answeredBy, today }: AppealFile) =>
  appeal.answers.map(({ sentAt, readByReporterOn, body }, at) => ({
    by: answeredBy[at] ?? '',
    when: momentInWords(sentAt, today),
    read:
      readByReporterOn === null
        ? '举报人还没有看'
        : `举报人 ${shortDay(readByReporterOn, today)} 看过`,
    lines: linesOf(body),
  }))

type Drawn = {
  readonly form: FormState
  readonly once: string
  readonly limits: { readonly answer: number; readonly done: number }
}

export const toAppealPage = (file: AppealFile, { form, once, limits }: Drawn) => {
  const { appeal, lamp, today } = file
  const base = `/staff/supervise/${appeal.id}`
  return {
    title: `${kindWords[appeal.kind]} ${caseLabel(file.found.year, file.found.serial)}`,
    kind: kindWords[appeal.kind],
    urgent: appeal.kind === 'protection',
    lamp: lamp.colour,
    due: dueWords(file),
    dueOn: `${dayInWords(appeal.dueOn)}前处理并答复${appeal.provisional ? '（暂定，假期安排还没公布）' : ''}`,
    made: `${shortDay(appeal.madeOn, today)} 提出`,
    text: linesOf(appeal.told.text),
    told: toldOf(file),
    of: toCase(file),
    answers: toAnswers(file),
    acted:
      appeal.actedOn === null
        ? undefined
        : { on: dayInWords(appeal.actedOn), done: linesOf(appeal.action ?? '') },
    ...{ send: `${base}/answers`, act: `${base}/acted`, once, limits },
    today: today.replaceAll('-', ' '),
    errors: form.errors,
    values: form.values,
  }
}
