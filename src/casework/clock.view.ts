import { caseLabel } from '../cases'
import type { DayStep } from '../deadlines'
import type { FormState } from '../platform/http/form'
import type { StaffActor } from '../vocabulary/actor'
import { lengthInWords, weekdayInWords, whyInWords } from '../vocabulary/clock-words'
import { isAllowed } from '../vocabulary/permission'
import { caseHref } from '../vocabulary/staff-paths'
import type { CaseFile } from './case-file'
import { clockHref } from './clock.rules'
import { toClock } from './clocks.view'
import type { ClockFile, NamedExtension } from './tabs'

const doneWords: Readonly<Record<string, string>> = {
  started: '已经登记，日期从下面看。',
  paused: '已经暂停。恢复以前不计算，也不提醒。',
  resumed: '已经恢复，到期的日期重新算过了。',
  finished: '已经登记办完的日期。',
  asked: '已经提交，等另一位同事批准。批准以前，原来的日期不变。',
  approved: '已经批准，到期的日期重新算过了。',
  refused: '没有批准，原来的日期不变。',
  withdrawn: '申请已经撤回，原来的日期不变。',
}

type Page = {
  readonly form: FormState
  readonly done: string | undefined
  readonly actor: StaffActor
  readonly limits: { readonly min: number; readonly max: number }
  readonly once: string
}

const toStep = (step: DayStep) => ({
  day: step.day,
  weekday: weekdayInWords(step.day),
  count: step.number === null ? '' : `第 ${step.number} 日`,
  why: whyInWords(step),
  provisional: step.provisional,
})

const typedOr = (form: FormState, field: string, usual: string): string =>
  form.values[field] ?? usual

const spoken = (day: string): string => day.split('-').map(Number).join(' ')

const isInTime = ({ pausedOn, dueOn }: ClockFile['deadline'], today: CaseFile['today']): boolean =>
  pausedOn !== null || dueOn >= today

const mayChange = (actor: StaffActor, { doneOn }: ClockFile['deadline']): boolean =>
  isAllowed(actor, 'deadline.change') && doneOn === null

/** Which steps are open to this person now. */
const stepsOf = (
  { found, today }: CaseFile,
  { deadline, grounds, next, extensions, rule }: ClockFile,
  actor: StaffActor,
) => {
  const { pausedOn } = deadline
  const none = { pause: false, resume: false, finish: false, ask: false }
  if (!mayChange(actor, deadline)) return none
  const paused = pausedOn !== null
  const inTime = isInTime(deadline, today)
  // While the whole case stands still, its step says when clocks run again.
  const single = found.state !== 'suspended'
  const waits = extensions.some(({ state }) => state === 'asked')
  return {
    pause: single && !paused && inTime && grounds.length > 0,
    resume: single && paused,
    finish: rule.data.byHand !== undefined,
    ask: !waits && inTime && next !== undefined,
  }
}

const toPause = (file: CaseFile, { grounds }: ClockFile, { form }: Page) => ({
  grounds: grounds.map(({ code, data }) => ({
    code,
    words: data.name,
    chosen: form.values['ground'] === code,
  })),
  from: typedOr(form, 'from', spoken(file.today)),
})

const toAsk = ({ next }: ClockFile, { form, once, limits }: Page) => {
  if (next === undefined) return undefined
  const free = next.shortest < next.length
  return {
    once,
    longest: lengthInWords(next.length, next.unit),
    approver: next.approver,
    lengthField: free
      ? {
          value: typedOr(form, 'length', String(next.length)),
          label: `延长多少（最多 ${lengthInWords(next.length, next.unit)}）`,
        }
      : undefined,
    reason: typedOr(form, 'reason', ''),
    reasonHint: `至少写 ${limits.min} 字。只有能打开这一件的同事看得到。`,
    told: next.tell === undefined ? undefined : { value: typedOr(form, 'told', '') },
    max: limits.max,
  }
}

/** The request that waits: what it says, and who may answer. */
const toWaiting = (
  file: CaseFile,
  { one, collective }: { readonly one: NamedExtension; readonly collective: boolean },
  { actor, form, limits }: Page,
) => {
  const own = one.askerId === actor.id
  const decides = !own && isAllowed(actor, 'case.approve')
  const base = `${caseHref(file.found.id)}/extensions/${one.id}`
  return {
    asker: one.asker,
    length: lengthInWords(one.length, one.unit),
    reason: one.reason,
    told: one.told,
    own,
    approve: decides ? `${base}/approve` : '',
    refuse: decides ? `${base}/refuse` : '',
    withdraw: own ? `${base}/withdraw` : '',
    answer: typedOr(form, 'answer', ''),
    collective,
    meeting: typedOr(form, 'meeting', ''),
    max: limits.max,
  }
}

const toForms = (file: CaseFile, opened: ClockFile, page: Page) => {
  const steps = stepsOf(file, opened, page.actor)
  const waiting = opened.extensions.find(({ state }) => state === 'asked')
  return {
    pause: steps.pause ? toPause(file, opened, page) : undefined,
    resume: steps.resume ? { on: typedOr(page.form, 'on', spoken(file.today)) } : undefined,
    finish: steps.finish ? { on: typedOr(page.form, 'doneOn', spoken(file.today)) } : undefined,
    ask: steps.ask ? toAsk(opened, page) : undefined,
    waiting:
      waiting &&
      toWaiting(file, { one: waiting, collective: opened.next?.collective === true }, page),
  }
}

/** How one clock was counted, day by day, and what may still be done to it. */
export const toClockPage = (file: CaseFile, opened: ClockFile, page: Page) => {
  const { found, title } = file
  const { deadline, count, extensions } = opened
  const action = clockHref(found.id, deadline.id)
  return {
    title: `${caseLabel(found.year, found.serial)} ${opened.rule.data.name}：期限怎么算`,
    number: caseLabel(found.year, found.serial),
    target: title?.target ?? '',
    tabLink: caseHref(found.id, { tab: 'deadlines' }),
    doneText: doneWords[page.done ?? ''] ?? '',
    formErrors: page.form.errors,
    clock: toClock(opened, file.today),
    days: count.steps.map(toStep),
    pausedNow: deadline.pausedOn !== null,
    reasons: extensions
      .filter(({ state }) => state !== 'asked')
      .map(({ reason, answer, state }) => ({ reason, answer, given: state === 'approved' })),
    action,
    ...toForms(file, opened, page),
  }
}
