import { shortLabel, type Case, type CaseTitle } from '../cases'
import { dayInWords, dayOf } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { actionWords, stateWords } from '../vocabulary/case-words'
import { refusals } from '../vocabulary/refusals'
import { caseHref } from '../vocabulary/staff-paths'
import type { BulkLine, BulkPreview, BulkResult } from './bulk'
import { leadsTo, writePick, type Skip } from './bulk-step'

const skipWords: Record<Skip, (more: string) => string> = {
  gone: () => '您已经不能看这一件',
  'not-declared': () => '您还没有填这一件的回避声明，打开它就会问到',
  'no-key': () => '您的钥匙还打不开这一件',
  'moved-on': () => '列出来以后，同事又办过这一件',
  state: () => '到了这一步，不能这样办',
  'not-yet': why => (why === '' ? '这一步还缺条件，或者理由写了这一件里遮挡的内容' : why),
  unread: () => '有新留言还没有看，不能就这样办结',
  unopened: () => '举报的内容还没有人看过，不能就这样办结',
  excluded: names =>
    names === '' ? '选的承办人里有一位须回避，不能分派' : `${names}须回避，不能分派给他`,
  failed: () => '系统没有办成，什么也没有改，请单独再办一次',
}

const nameOf = (found: Case | undefined, title: CaseTitle | undefined) => ({
  number: found === undefined ? '' : shortLabel(found.year, found.serial),
  target: found === undefined ? '已经看不到的线索' : (title?.target ?? '还打不开'),
})

const whyLeft = ({ skip, barred, fault }: BulkLine): string => {
  if (skip === undefined) return ''
  return skipWords[skip](fault === undefined ? barred.join('、') : (refusals[fault]?.title ?? ''))
}

const toLine = ({ action }: BulkPreview, line: BulkLine, back: string) => {
  const { pick, found, title, warnings } = line
  const to = found === undefined ? undefined : leadsTo(found, action)
  return {
    pick: writePick(pick),
    href: found === undefined ? '' : caseHref(found.id, { back }),
    ...nameOf(found, title),
    gist: title?.gist ?? '',
    stateNow: found === undefined ? '' : stateWords[found.state],
    stateThen: to === undefined ? '' : stateWords[to],
    warning: warnings.join('；'),
    skip: whyLeft(line),
  }
}

type Person = { readonly id: string; readonly name: string; readonly load: number }
type Ground = {
  readonly code: string
  readonly data: { readonly name: string; readonly told: string }
}

export type BulkDrawn = {
  readonly back: string
  readonly once: string
  readonly form: FormState
  /** The choice itself is at fault: there is nothing to confirm. */
  readonly errors: FormState['errors']
  readonly people: readonly Person[]
  readonly grounds: readonly Ground[]
  readonly limits: { readonly min: number; readonly max: number }
}

const isWhole = ({ action, handlers }: BulkPreview): boolean =>
  action !== 'assign' || handlers.length === 2

const headOf = (preview: BulkPreview, doing: number): string => {
  const words = actionWords[preview.action]
  return doing === 0 ? `没有一件能${words}` : `${words} ${doing} 件`
}

const toHandlers = ({ handlers }: BulkPreview, people: readonly Person[]) =>
  [0, 1].map(at => ({
    id: at === 0 ? 'handlers' : 'handlers-2',
    label: at === 0 ? '第一承办人' : '第二承办人',
    options: people.map(({ id, name, load }) => ({
      id,
      name: `${name}（在办 ${load}）`,
      selected: handlers[at]?.id === id,
    })),
  }))

/** What views/triage/bulk.ejs prints: what will be done to which, what not and why. */
export const toBulkPage = (preview: BulkPreview, drawn: BulkDrawn) => {
  const { form, errors, back, limits } = drawn
  const lines = preview.lines.map(line => toLine(preview, line, back))
  const doing = lines.filter(({ skip }) => skip === '')
  const whole = isWhole(preview)
  return {
    title: `批量${actionWords[preview.action]}`,
    heading: headOf(preview, doing.length),
    action: preview.action,
    back: back === '' ? '/staff/queue' : back,
    backField: back,
    once: drawn.once,
    doing,
    left: lines.filter(({ skip }) => skip !== ''),
    who: preview.handlers.map(({ name }) => name).join('、'),
    handlerIds: preview.handlers.map(({ id }) => id),
    asksHandlers: preview.action === 'assign' && lines.length > 0,
    handlers: toHandlers(preview, drawn.people),
    ready: whole && doing.length > 0,
    whole,
    doWords: `${actionWords[preview.action]}这 ${doing.length} 件`,
    grounds:
      preview.action === 'refuse'
        ? drawn.grounds.map(({ code, data }, index) => ({
            id: index === 0 ? 'ground' : `ground-${code}`,
            code,
            name: data.name,
            told: data.told,
            chosen: form.values['ground'] === code,
          }))
        : [],
    reason: form.values['reason'] ?? '',
    reasonHint:
      preview.action === 'refuse'
        ? `写给同事和上级看，举报人看不到。至少 ${limits.min} 字，每一件都记上。`
        : '为什么一起办，写一句。写给同事和上级看，举报人看不到；每一件都记上。',
    reasonLimit: limits.max,
    formErrors: { ...errors, ...form.errors },
  }
}

const hour = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})

/** What views/triage/bulk-result.ejs prints. */
export const toBulkResult = (result: BulkResult, back: string) => {
  const items = result.items.map(({ caseId, found, title, outcome }) => ({
    href: found === undefined ? '' : caseHref(caseId, { back }),
    ...nameOf(found, title),
    done: outcome === 'done',
    words: outcome === 'done' ? `已${actionWords[result.action]}` : skipWords[outcome](''),
    stateNow: found === undefined ? '' : stateWords[found.state],
  }))
  const done = items.filter(item => item.done).length
  const left = items.length - done
  return {
    title: `批量${actionWords[result.action]}的结果`,
    heading: left === 0 ? `办了 ${done} 件` : `办了 ${done} 件，${left} 件没有办`,
    when: `${dayInWords(dayOf(result.at))} ${hour.format(result.at)}，${actionWords[result.action]}`,
    reason: result.reason,
    items,
    back: back === '' ? '/staff/queue' : back,
  }
}
