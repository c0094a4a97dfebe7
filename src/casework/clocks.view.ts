import { isOpen } from '../cases'
import { dayInWords, shortDay } from '../platform/clock'
import { lampWords, type LampColour } from '../vocabulary/case-words'
import { lengthInWords, sureInWords } from '../vocabulary/clock-words'
import type { CaseFile } from './case-file'
import { momentInWords } from './case-head.view'
import { clockHref, clockStartHref } from './clock.rules'
import type { ClockLine, NamedExtension, NamedPause } from './tabs'

const colourOf: Record<ClockLine['lamp']['lamp'], LampColour> = {
  overdue: 'red',
  near: 'amber',
  normal: 'green',
}

type State = { readonly lampColour: LampColour; readonly state: string }

const stateOf = ({ deadline, lamp }: ClockLine, today: CaseFile['today']): State => {
  const { doneOn, pausedOn, dueOn } = deadline
  if (doneOn !== null) {
    const late = doneOn > dueOn
    return {
      lampColour: late ? 'red' : 'green',
      state: `${shortDay(doneOn, today)} 已办完${late ? '，超期' : ''}`,
    }
  }
  if (pausedOn !== null)
    return { lampColour: 'pause', state: `${shortDay(pausedOn, today)} 起暂停，不计期限` }
  const lampColour = colourOf[lamp.lamp]
  return { lampColour, state: lampWords(lampColour, Math.abs(lamp.workingDaysLeft)) }
}

const pauseWords = ({ from, to, groundName }: NamedPause): string => {
  if (to === null) return `${groundName}：${dayInWords(from)}起，还没有恢复`
  if (to < from) return `${groundName}：${dayInWords(from)}当天恢复，没有少算`
  return `${groundName}：${dayInWords(from)}到${dayInWords(to)}，都不计算`
}

const extensionStates: Record<NamedExtension['state'], string> = {
  asked: '等人批准',
  approved: '批准',
  refused: '没有批准',
  withdrawn: '申请人撤回',
  lapsed: '批准以前已经办完，不用了',
}

const extensionWords = (one: NamedExtension, today: CaseFile['today']): string => {
  const asked = `${momentInWords(one.askedAt, today)} ${one.asker}申请延长 ${lengthInWords(one.length, one.unit)}`
  if (one.decidedAt === null) return `${asked}，${extensionStates[one.state]}`
  const by = one.decider === '' ? '' : `${one.decider} `
  const after = one.dueAfter === null ? '' : `，改到${dayInWords(one.dueAfter)}`
  return `${asked}；${momentInWords(one.decidedAt, today)} ${by}${extensionStates[one.state]}${after}`
}

/** Day, and moment where hours run; a clock that stands still has none. */
const dueWords = ({ deadline }: ClockLine, today: CaseFile['today']): string => {
  if (deadline.pausedOn !== null) return '暂停着，恢复以后重新计算'
  return deadline.dueAt === null ? dayInWords(deadline.dueOn) : momentInWords(deadline.dueAt, today)
}

const periodOf = ({ rule }: ClockLine): string => {
  const { length, unit, direction, trigger } = rule.data
  const period = lengthInWords(length, unit)
  if (unit === 'hours') return `${period}，从${trigger}那一刻起算`
  return direction === 'before' ? `${trigger}以前 ${period}` : `${period}，从${trigger}的第二天起算`
}

/** What both the tab and the page of one clock print. */
export const toClock = (line: ClockLine, today: CaseFile['today']) => {
  const { deadline, rule } = line
  const { startedAt, startedOn } = deadline
  return {
    ...stateOf(line, today),
    name: rule.data.name,
    action: rule.data.action,
    period: periodOf(line),
    started: startedAt === null ? dayInWords(startedOn) : momentInWords(startedAt, today),
    due: dueWords(line, today),
    provisional: deadline.provisional
      ? '计算到的年份还没有公布假期安排，日期是暂定的，公布后会重新计算。'
      : '',
    article: rule.data.article,
    source: rule.source,
    sure: sureInWords(rule.status),
    suspension: rule.data.suspension ?? '',
    pauses: line.pauses.map(pauseWords),
    extensions: line.extensions.map(one => extensionWords(one, today)),
    waiting: line.extensions.some(({ state }) => state === 'asked'),
    href: clockHref(deadline.caseId, deadline.id),
  }
}

/** What the deadlines tab prints beside the head. */
export const toClocks = (
  file: CaseFile,
  lines: readonly ClockLine[],
  { mayStart }: { readonly mayStart: boolean },
) => ({
  clocks: lines.map(line => toClock(line, file.today)),
  startHref: mayStart && isOpen(file.found.state) ? clockStartHref(file.found.id) : '',
})
