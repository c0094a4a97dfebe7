import type { DayStep } from '../deadlines'
import { asDay, dayInWords, shortDay } from '../platform/clock'
import { lampWords, type LampColour } from '../vocabulary/case-words'
import type { CaseFile } from './case-file'
import type { ClockLine } from './tabs'

const colourOf: Record<ClockLine['lamp']['lamp'], LampColour> = {
  overdue: 'red',
  near: 'amber',
  normal: 'green',
}

/** How sure the source of a rule is: a screen that uses an unsure figure says so. */
const sureWords: Record<ClockLine['rule']['status'], string> = {
  P: '已对照原文',
  N: '依据新闻报道或者官方答复，还没有对照原文',
  S: '依据他人整理，还没有对照原文',
  M: '凭记忆写下，还没有对照原文',
  E: '依据发布通知',
  D: '本系统的约定',
}

const unitWords: Readonly<Record<string, string>> = {
  working: '个工作日',
  natural: '日',
  months: '个月',
  years: '年',
  hours: '小时',
}

const kindWords: Record<DayStep['kind'], string> = {
  trigger: '起算的当天，不算',
  working: '工作日',
  'make-up': '调休上班，算工作日',
  weekend: '周末，不算',
  holiday: '放假，不算',
  natural: '自然日',
  moved: '顺延到这一天',
  paused: '暂停，不算',
  hours: '按小时算',
}

const weekday = new Intl.DateTimeFormat('zh-CN', { weekday: 'short', timeZone: 'UTC' })

const toStep = (step: DayStep, today: CaseFile['today']) => ({
  day: shortDay(asDay(step.day), today),
  weekday: weekday.format(new Date(`${step.day}T00:00:00Z`)),
  count: step.number === null ? '' : `第 ${step.number} 日`,
  why: `${step.name === undefined ? '' : `${step.name}，`}${kindWords[step.kind]}`,
  provisional: step.provisional ? '假期安排还没公布' : '',
})

const lengthWords = ({ rule }: ClockLine): string => {
  const { length, unit } = rule.data
  return length === null || unit === null ? '' : `${length} ${unitWords[unit] ?? ''}`
}

const stateOf = ({ deadline, lamp }: ClockLine, today: CaseFile['today']) => {
  if (deadline.doneOn === null)
    return {
      lampColour: colourOf[lamp.lamp],
      state: lampWords(colourOf[lamp.lamp], Math.abs(lamp.workingDaysLeft)),
    }
  const late = deadline.doneOn > deadline.dueOn
  return {
    lampColour: late ? ('red' as const) : ('green' as const),
    state: `${shortDay(deadline.doneOn, today)} 已办完${late ? '，超期' : ''}`,
  }
}

const toClock = (line: ClockLine, today: CaseFile['today']) => {
  const { deadline, rule, steps } = line
  return {
    ...stateOf(line, today),
    name: rule.data.name,
    action: rule.data.action,
    trigger: rule.data.trigger,
    period: lengthWords(line),
    started: dayInWords(deadline.startedOn),
    due: dayInWords(deadline.dueOn),
    provisional: deadline.provisional
      ? '计算到的年份还没有公布假期安排，日期是暂定的，公布后会重新计算。'
      : '',
    article: rule.data.article,
    sure: sureWords[rule.status],
    suspension: rule.data.suspension ?? '',
    steps: steps.map(step => toStep(step, today)),
  }
}

/** What the deadlines tab prints beside the head. */
export const toClocks = (file: CaseFile, lines: readonly ClockLine[]) => ({
  clocks: lines.map(line => toClock(line, file.today)),
})
