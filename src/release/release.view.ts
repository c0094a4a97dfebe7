import { momentInWords } from '../accounts'
import type { RequestAct, RequestState } from '../identity'
import type { FormState } from '../platform/http/form'
import { fieldsInWords, identityFieldNames, identityFields } from '../vocabulary/identity-fields'
import type { StaffId } from '../vocabulary/ids'
import { caseHref } from '../vocabulary/staff-paths'
import type { BoardList } from './board.rules'
import type { AskRules, BoardLine, Look, RequestFile } from './request-file'

const stateWords: Record<RequestState, string> = {
  asked: '等负责人同意',
  approved: '等身份保管岗位答复',
  answered: '已经答复',
  refused: '已经退回',
  withdrawn: '已经撤回',
  expired: '已经过期',
}

export const requestHref = (id: string): string => `/staff/unmask/${id}`

const listWords: Record<BoardList, { readonly name: string; readonly empty: string }> = {
  approve: { name: '等我同意', empty: '现在没有等您同意的申请。' },
  answer: { name: '等我们答复', empty: '现在没有等您答复的申请。负责人同意以后会显示在这里。' },
  mine: {
    name: '我提的',
    empty: '您还没有提过申请。要看举报人身份，从案件页的“申请看举报人身份”提出。',
  },
  organisation: { name: '本单位全部', empty: '本单位还没有人提过申请。' },
  desk: { name: '本岗位全部', empty: '还没有交给本岗位的申请。' },
}

type BoardShown = {
  readonly lists: readonly BoardList[]
  readonly list: BoardList
  readonly waiting: ReadonlyMap<BoardList, string>
  readonly lines: readonly BoardLine[]
  readonly older: number | undefined
  readonly paged: boolean
}

export const toBoard = ({ lists, list, waiting, lines, older, paged }: BoardShown) => ({
  title: '身份申请',
  lists: lists.map(name => ({
    href: `/staff/unmask?list=${name}`,
    words: listWords[name].name,
    current: name === list,
    count: waiting.get(name) ?? '',
  })),
  listName: listWords[list].name,
  empty: paged ? '没有更早的申请了。' : listWords[list].empty,
  lines: lines.map(({ request, state, label, ground, asker }) => ({
    href: requestHref(request.id),
    label,
    fields: fieldsInWords(request.fields),
    ground,
    asker,
    state: stateWords[state],
    when: momentInWords(request.askedAt),
    iso: request.askedAt.toISOString(),
  })),
  older: older === undefined ? '' : `/staff/unmask?list=${list}&before=${older}`,
  newest: paged ? `/staff/unmask?list=${list}` : '',
})

type AskShown = {
  readonly caseId: string
  readonly label: string
  readonly once: string
  readonly rules: AskRules
  readonly reports: readonly string[]
  readonly principals: readonly string[]
  readonly ticked: readonly string[]
}

const idOf = (name: string, code: string, index: number) => (index === 0 ? name : `${name}-${code}`)

export const toAskPage = (shown: AskShown, { values, errors }: FormState) => ({
  title: `申请看举报人身份 ${shown.label}`,
  label: shown.label,
  caseLink: caseHref(shown.caseId),
  action: `/staff/cases/${shown.caseId}/identity`,
  once: shown.once,
  fields: identityFields.map((field, index) => ({
    id: idOf('fields', field, index),
    value: field,
    name: identityFieldNames[field],
    ticked: shown.ticked.includes(field),
  })),
  grounds: shown.rules.grounds.map(({ code, data }, index) => ({
    id: idOf('ground', code, index),
    code,
    name: data.name,
    told: `举报人会看到：${data.told}`,
    chosen: values['ground'] === code,
  })),
  reports: shown.reports.map((id, index) => ({
    id: idOf('report', String(index), index),
    value: id,
    name: `第 ${index + 1} 份举报`,
    chosen: values['report'] === undefined ? index === 0 : values['report'] === id,
  })),
  principals: shown.principals.join('、'),
  textHint: `写清楚为什么非看不可，至少 ${shown.rules.limits.min} 字。负责人和身份保管人员看得到；不要写举报的内容。`,
  textLimit: shown.rules.limits.max,
  minutesHint: `最多 ${shown.rules.limits.minutes} 分钟，从您第一次打开算起，到时自动关闭并删除`,
  keep: shown.rules.limits.keepHours,
  days: shown.rules.limits.answerDays,
  values,
  formErrors: errors,
})

const nameIn = (names: RequestFile['names'], id: StaffId | null): string =>
  id === null ? '系统' : (names.get(id) ?? '同事')

const stepsOf = ({ request, names, state }: RequestFile) => {
  const step = (at: Date | null, what: string, who: StaffId | null) =>
    at === null
      ? []
      : [{ when: momentInWords(at), iso: at.toISOString(), what, who: nameIn(names, who) }]
  return [
    ...step(request.askedAt, '提出申请', request.askerId),
    ...step(request.approvedAt, '同意', request.approverId),
    ...step(request.answeredAt, '答复', request.answererId),
    ...step(request.openedAt, '第一次打开答复', request.askerId),
    ...step(request.closedAt, state === 'refused' ? '退回' : '关闭', request.closedBy),
  ]
}

const waitingWords = ({ state, principals, request }: RequestFile): string => {
  if (state === 'asked')
    return principals.length === 0
      ? '本单位现在没有另一位负责人可以同意。请联系安全管理员安排，或者撤回这份申请。'
      : `等其中一位负责人同意：${principals.join('、')}。${momentInWords(request.expiresAt)} 以前没有答复就过期。`
  if (state === 'approved')
    return `等身份保管岗位答复。${momentInWords(request.expiresAt)} 以前没有答复就过期。`
  return ''
}

/** What the asker finds of an answer. */
const answerWords = ({ request, until, part }: RequestFile): string => {
  if (request.state !== 'answered' || part !== 'asker') return ''
  if (until === undefined)
    return request.openedAt === null
      ? '答复以后太久没有打开，内容已经删除。还要看，请另提一份申请。'
      : '看的时间到了，内容已经删除。还要再看，请另提一份申请。'
  return request.openedAt === null
    ? `可以打开了。打开以后能看 ${request.minutes} 分钟，到时自动关闭并删除；${momentInWords(until)} 以前没有打开也会删除。`
    : `正开着，${momentInWords(until)} 自动关闭并删除。`
}

const existsWords = ({ exists, request }: RequestFile): string => {
  if (exists === undefined) return ''
  if (exists)
    return `本岗位保管着这位举报人的身份。答复只打开申请的项目：${fieldsInWords(request.fields)}。`
  return '本岗位没有这位举报人的身份：举报时没有留。照样答复，申请人看到的是“没有”。'
}

/** Where each step leads that is possible now; '' for the others. */
const linksOf = ({ request, acts, until }: RequestFile) => {
  const href = requestHref(request.id)
  const to = (act: RequestAct) => (acts.includes(act) ? `${href}/${act}` : '')
  const opened = request.openedAt !== null
  return {
    approve: to('approve'),
    answer: to('answer'),
    refuse: to('refuse'),
    withdraw: to('withdraw'),
    open: until === undefined || opened ? '' : `${href}/open`,
    reopen: until === undefined || !opened ? '' : `${href}/identity`,
  }
}

export const toRequestPage = (file: RequestFile, form: FormState, max: number) => {
  const { request, acts, part } = file
  return {
    title: `身份申请 ${file.label}`,
    label: file.label,
    state: stateWords[file.state],
    caseLink: part === 'desk' ? '' : caseHref(request.caseId),
    asker: nameIn(file.names, request.askerId),
    fields: fieldsInWords(request.fields),
    ground: file.ground,
    text: file.text.split('\n'),
    minutes: request.minutes,
    refusal: file.refusal,
    steps: stepsOf(file),
    waiting: waitingWords(file),
    exists: acts.includes('answer') ? existsWords(file) : '',
    answered: answerWords(file),
    ...linksOf(file),
    reasonLimit: max,
    values: form.values,
    formErrors: form.errors,
  }
}

const MOST_MARKS = 24

/** Seconds until the page closes by itself; the row behind it is gone by then. */
export const toLookPage = (look: Look, viewer: string, now: Date) => {
  const { request, label, released, until } = look
  const href = requestHref(request.id)
  const mark = `${viewer} ${momentInWords(now)} ${label}`
  return {
    title: `举报人身份 ${label}`,
    label,
    back: href,
    refresh: {
      seconds: Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000)),
      to: href,
    },
    until: momentInWords(until),
    marks: Array.from({ length: MOST_MARKS }, () => mark),
    mark,
    none: released.kind === 'none',
    fields:
      released.kind === 'none'
        ? []
        : request.fields.map(field => ({
            name: identityFieldNames[field],
            words: (released.fields[field] ?? '') === '' ? '没有填写' : released.fields[field],
          })),
  }
}
