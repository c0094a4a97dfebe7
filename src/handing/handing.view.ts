import { momentInWords } from '../accounts'
import { caseLabel } from '../cases'
import { dayInWords } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import { caseHref } from '../vocabulary/staff-paths'
import type { HandingFile } from './handing'
import { listHref, possible, type HandingAction } from './handing.rules'
import { kindWords, stateOf } from './list.view'
import { toGrounds, toOptions, toProblem } from './send.view'

const doWords: Readonly<Record<HandingAction, string>> = {
  receive: '签收',
  'send-back': '退回',
  forward: '签收并转办',
  'take-back': '撤回',
  dispute: '提出管辖争议',
  designate: '指定管辖',
  answer: '答复移交的单位',
}

const linesOf = (text: string): string[] => text.split('\n').filter(line => line.trim() !== '')

type Names = HandingFile['names']
const nameIn = (names: Names, id: StaffId | null): string =>
  id === null ? '' : (names.get(id) ?? '同事')

const endWords = { received: '签收', 'sent-back': '退回', 'taken-back': '撤回' } as const

const endedLine = ({ handing, names }: HandingFile) => {
  const { state, endedAt, endedBy, toNumber } = handing
  if (endedAt === null || state === 'sent' || state === 'disputed') return []
  const number =
    toNumber === undefined ? '' : `，对方编号 ${caseLabel(toNumber.year, toNumber.serial)}`
  const words = `${nameIn(names, endedBy)}，${momentInWords(endedAt)}${number}`
  return [{ name: endWords[state], words }]
}

const dueLines = ({ handing }: HandingFile) => {
  const { state, receiptDueOn, answerDueOn, answeredAt } = handing
  if (state === 'sent' || state === 'disputed')
    return [{ name: '签收或者退回的期限', words: dayInWords(receiptDueOn) }]
  if (answerDueOn === null || answeredAt !== null) return []
  return [{ name: '答复的期限', words: dayInWords(answerDueOn) }]
}

const factsOf = (file: HandingFile) => {
  const { handing, from, to, names, groundName, today } = file
  const { fromNumber, sentBy, sentAt } = handing
  return [
    {
      name: '送件单位',
      words: `${from.name}，编号 ${caseLabel(fromNumber.year, fromNumber.serial)}`,
    },
    { name: '收件单位', words: to.name },
    { name: '送出', words: `${nameIn(names, sentBy)}，${momentInWords(sentAt)}` },
    ...(groundName === '' ? [] : [{ name: '理由', words: groundName }]),
    { name: '现在', words: stateOf(handing, today) },
    ...(handing.designated ? [{ name: '管辖', words: '上级已经指定由收件单位办理' }] : []),
    ...endedLine(file),
    ...dueLines(file),
  ]
}

const briefLines = [
  ['target', '被举报对象'],
  ['when', '时间'],
  ['how', '怎么做的'],
  ['amount', '涉及金额'],
  ['where', '哪里能查到'],
] as const

const wordsOr = (words = ''): string => (words === '' ? '没有写' : words)

const briefOf = ({ cover }: HandingFile) =>
  cover.brief === null
    ? [{ name: '被举报对象', words: cover.target }]
    : briefLines.map(([field, name]) => ({ name, words: wordsOr(cover.brief?.[field]) }))

/** Said once each, with who said it. */
const saidOf = (file: HandingFile) => {
  const { back, answer, backGroundName, handing, names, dispute } = file
  const said = (head: string, text: string, by: string) =>
    text === '' ? [] : [{ head, by, lines: linesOf(text) }]
  const decided = dispute?.decision === 'sender' ? '归送件单位' : '归收件单位'
  return [
    ...said(
      `退回的理由${backGroundName === '' ? '' : `：${backGroundName}`}`,
      back,
      nameIn(names, handing.endedBy),
    ),
    ...(dispute === undefined
      ? []
      : [
          ...said(
            `管辖争议，交${dispute.aboveName}指定（${dayInWords(dispute.dueOn)}前）`,
            dispute.words,
            nameIn(names, dispute.askedBy),
          ),
          ...said(`指定管辖：${decided}`, dispute.reason, nameIn(names, dispute.decidedBy)),
        ]),
    ...said('答复', answer, nameIn(names, handing.answeredBy)),
  ]
}

const hints: Readonly<Partial<Record<HandingAction, string>>> = {
  'send-back': '送件单位看得到。退回以后本单位打不开这一件。',
  forward: '收件单位看得到。本单位先签收，再交给那个单位；对方签收以后本单位打不开。',
  dispute: '送件单位和共同的上级看得到。写为什么不归本单位。',
  designate: '两边都看得到。',
  answer: '送件单位看得到。写办理的情况，不写举报人的任何信息。',
}

const headOf = (action: HandingAction, { common }: HandingFile): string =>
  action === 'dispute' ? `提出管辖争议，交${common?.name ?? '上级'}指定` : doWords[action]

const toForm = (
  file: HandingFile,
  action: HandingAction,
  { values, errors }: FormState,
  once: string,
) => {
  const { bodies, grounds, backGrounds, limits } = file.choices
  const { from, to } = file
  const listed = action === 'send-back' ? backGrounds : action === 'forward' ? grounds : []
  return {
    action,
    ...{ head: headOf(action, file), once, values, errors, button: doWords[action] },
    grounds: toGrounds(listed, values['ground']),
    options: action === 'forward' ? toOptions(bodies, values['to'] ?? '') : [],
    sides:
      action === 'designate'
        ? [
            { value: 'receiver', words: to.name, chosen: values['decision'] === 'receiver' },
            { value: 'sender', words: from.name, chosen: values['decision'] === 'sender' },
          ]
        : [],
    hint: hints[action] ?? '',
    limit: limits.max,
  }
}

const atOnce: readonly HandingAction[] = ['receive', 'take-back']

/** What is done at once has a button; what asks for words, a form of its own. */
const actionsOf = (file: HandingFile) => {
  const { handing, side, common } = file
  const can = possible(handing, side).filter(action => action !== 'dispute' || common !== undefined)
  return {
    now: can.filter(action => atOnce.includes(action)),
    later: can.filter(action => !atOnce.includes(action)),
  }
}

const takeUpOf = ({ handing, side, found }: HandingFile) => {
  const back = handing.state === 'sent-back' || handing.state === 'taken-back'
  if (side !== 'sender' || !back || found?.state !== 'handed-over') return ''
  return handing.kind === 'transfer' ? `${caseHref(found.id)}/steps/reopen` : ''
}

const readersNote = ({ handing, side }: HandingFile): string => {
  if (handing.kind === 'assist') return '这一件本身不随协查函走，收件单位只看到这里写的话。'
  if (side === 'above') return '这里只有移交单上的话。您打不开这一件。'
  if (handing.state === 'received')
    return '送件单位已经打不开这一件，留下的是这张移交单。身份信息不随件走。'
  if (handing.state === 'sent' || handing.state === 'disputed')
    return '签收以前两边的受理岗位都能打开；签收以后送件单位打不开。身份信息不随件走。'
  return '收件单位已经打不开这一件。'
}

const doneWords = (done: HandingAction | undefined): string =>
  done === undefined ? '' : `${doWords[done]}：办好了。`

const listOf = { sender: 'out', receiver: 'in', above: 'above' } as const

export const toHandingPage = (
  file: HandingFile,
  form: FormState,
  shown: {
    readonly open: HandingAction | undefined
    readonly done: HandingAction | undefined
    readonly once: string
    readonly problem?: string | undefined
  },
) => {
  const { handing, cover, found } = file
  const { now, later } = actionsOf(file)
  const self = `/staff/handings/${handing.id}`
  const opened = shown.open !== undefined && later.includes(shown.open) ? shown.open : undefined
  return {
    title: `${kindWords[handing.kind]}：${cover.target}`,
    kind: kindWords[handing.kind],
    target: cover.target,
    list: listHref(listOf[file.side]),
    problems: [shown.problem ?? []].flat().map(code => toProblem(code)),
    done: doneWords(shown.done),
    facts: factsOf(file),
    brief: briefOf(file),
    reason: linesOf(cover.reason),
    said: saidOf(file),
    note: readersNote(file),
    action: self,
    now: now.map(action => ({ action, words: doWords[action] })),
    later: later.map(action => ({
      ...{ words: doWords[action], href: `${self}?do=${action}#form` },
      open: action === opened,
    })),
    form: opened === undefined ? undefined : toForm(file, opened, form, shown.once),
    takeUp: takeUpOf(file),
    caseLink: found === undefined ? '' : caseHref(found.id),
    formErrors: form.errors,
  }
}
