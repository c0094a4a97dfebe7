import { momentInWords } from '../accounts'
import { addressee, type LetterState } from '../identity'
import { dayInWords, dayOf } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import { caseHref } from '../vocabulary/staff-paths'
import type { LetterAct, LetterFile, LetterLimits, LetterLine, Printed } from './letter-file'
import { COUNTED, type LetterList } from './lists.rules'

const stateWords: Record<LetterState, string> = {
  handed: '等身份保管岗位办',
  closed: '已经办完',
  returned: '已经退回',
  withdrawn: '已经撤回',
}

export const letterHref = (id: string): string => `/staff/letters/${id}`

export const countInWords = (count: number): string =>
  count >= COUNTED ? `${COUNTED - 1}+` : String(count)

const listWords: Record<LetterList, { readonly name: string; readonly empty: string }> = {
  waiting: { name: '等我们送达', empty: '现在没有等着送达的文书。' },
  mine: { name: '我起草的', empty: '您还没有起草过。从案件页的“给实名举报人写信”起草。' },
  desk: { name: '本岗位全部', empty: '还没有交给本岗位的文书。' },
}

const toLine = ({ letter, label, drafter }: LetterLine) => ({
  href: letterHref(letter.id),
  label,
  drafter,
  state: stateWords[letter.state],
  when: momentInWords(letter.handedAt),
  iso: letter.handedAt.toISOString(),
})

type Shown = {
  readonly lists: readonly LetterList[]
  readonly list: LetterList
  readonly waiting: string
  readonly lines: readonly LetterLine[]
  readonly older: number | undefined
  readonly paged: boolean
}

export const toBoard = ({ lists, list, waiting, lines, older, paged }: Shown) => ({
  title: '文书送达',
  lists: lists.map(name => ({
    href: `/staff/letters?list=${name}`,
    words: listWords[name].name,
    current: name === list,
    count: name === 'waiting' ? waiting : '',
  })),
  listName: listWords[list].name,
  empty: paged ? '没有更早的文书了。' : listWords[list].empty,
  lines: lines.map(toLine),
  older: older === undefined ? '' : `/staff/letters?list=${list}&before=${older}`,
  newest: paged ? `/staff/letters?list=${list}` : '',
})

type DraftShown = {
  readonly caseId: string
  readonly label: string
  readonly once: string
  readonly reports: readonly string[]
  readonly limits: LetterLimits
  readonly lines: readonly LetterLine[]
  readonly older: number | undefined
}

export const toDraftPage = (shown: DraftShown, { values, errors }: FormState) => ({
  title: `给实名举报人写信 ${shown.label}`,
  label: shown.label,
  caseLink: caseHref(shown.caseId),
  action: `/staff/cases/${shown.caseId}/letters`,
  once: shown.once,
  reports: shown.reports.map((id, index) => ({
    id: index === 0 ? 'report' : `report-${index}`,
    value: id,
    name: `第 ${index + 1} 份举报`,
    chosen: values['report'] === undefined ? index === 0 : values['report'] === id,
  })),
  titleHint: `最多 ${shown.limits.title} 字`,
  bodyHint: `称呼的地方写 ${addressee}，不要写姓名，例如“${addressee}：您反映的事……”。身份保管人员看得到全文。`,
  bodyLimit: shown.limits.body,
  lines: shown.lines.map(toLine),
  older:
    shown.older === undefined ? '' : `/staff/cases/${shown.caseId}/letters?before=${shown.older}`,
  values: { title: values['title'] ?? '', body: values['body'] ?? '' },
  formErrors: errors,
})

const outcomeWords = ({ outcome, way }: LetterFile): string => {
  if (outcome === undefined) return ''
  if (outcome.kind === 'served') return `${dayInWords(outcome.on)}送达，${way}。`
  return outcome.kind === 'nobody'
    ? '没有收件人：举报人没有留身份信息。可以改用留言告知。'
    : `退回的理由：${outcome.reason}`
}

const existsWords = ({ exists, desk, letter }: LetterFile): string => {
  if (!desk || letter.state !== 'handed') return ''
  if (exists === undefined)
    return '填了收件人才知道举报人有没有留身份。带姓名地址的文书只在本岗位打得开。'
  return exists
    ? '本岗位保管着这位举报人的姓名和地址。带姓名地址的文书只在本岗位打得开。'
    : '没有可以填的收件人：举报人没有留身份信息。请用“没有收件人”办结。'
}

const nameIn = (names: LetterFile['names'], id: StaffId | null): string =>
  id === null ? '' : (names.get(id) ?? '同事')

const linksOf = ({ letter, acts, exists, paperOpen: open }: LetterFile) => {
  const href = letterHref(letter.id)
  const to = (act: LetterAct) => (acts.includes(act) ? `${href}/${act}` : '')
  const paperOpen = open && exists === true
  return {
    withdraw: to('withdraw'),
    merge: paperOpen ? '' : to('merge'),
    served: to('served'),
    nobody: to('nobody'),
    giveBack: to('return'),
    paper: paperOpen ? `${href}/paper` : '',
  }
}

const waysOf = ({ ways }: LetterFile, chosen: string | undefined) =>
  ways.map(({ code, data }, index) => ({
    id: index === 0 ? 'way' : `way-${code}`,
    code,
    name: data.name,
    chosen: code === chosen,
  }))

export const toLetterPage = (file: LetterFile, form: FormState, max: number) => {
  const { letter, desk, names, text } = file
  return {
    title: `文书 ${file.label}`,
    label: file.label,
    state: stateWords[letter.state],
    caseLink: desk ? '' : `/staff/cases/${letter.caseId}/letters`,
    drafter: nameIn(names, letter.drafterId),
    handed: momentInWords(letter.handedAt),
    merged: nameIn(names, letter.mergedBy),
    ended: nameIn(names, letter.closedBy),
    endedAt: letter.closedAt === null ? '' : momentInWords(letter.closedAt),
    heading: text.title,
    paragraphs: text.body.split('\n'),
    outcome: outcomeWords(file),
    exists: existsWords(file),
    ...linksOf(file),
    again: letter.mergedBy !== null,
    ways: waysOf(file, form.values['way']),
    today: file.today,
    reasonLimit: max,
    values: form.values,
    formErrors: form.errors,
  }
}

export const toPaper = ({ paper, label, letter, body, today }: Printed) => ({
  title: `打印文书 ${label}`,
  back: letterHref(letter.id),
  label,
  nobody: paper.nobody ? `${letterHref(letter.id)}/nobody` : '',
  until: letter.paperUntil === null ? '' : momentInWords(letter.paperUntil),
  address: paper.address === '' ? '（没有留地址，请当面送达或者电话联系）' : paper.address,
  name: paper.name,
  heading: paper.title,
  paragraphs: paper.body.split('\n'),
  body,
  day: dayInWords(letter.closedAt === null ? today : dayOf(letter.closedAt)),
})
