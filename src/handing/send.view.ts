import { caseLabel } from '../cases'
import type { FormState } from '../platform/http/form'
import { refusals } from '../vocabulary/refusals'
import { caseHref } from '../vocabulary/staff-paths'
import type { HandingChoices, SendFile } from './handing'
import type { HandingKind } from './handing.rules'

const sendHref = (caseId: string, kind: HandingKind, to = ''): string =>
  `/staff/cases/${caseId}/hand-over?${new URLSearchParams({ kind, ...(to === '' ? {} : { to }) }).toString()}`

/** What is in the way, in words: never a code. */
export const toProblem = (code: string, body = '') => {
  const known = refusals[code] ?? {
    title: '现在还不能办这一步',
    text: '请回到这一件，看看最新的情况。',
  }
  return { title: known.title, text: known.text.replaceAll('{body}', body) }
}

export const toOptions = (bodies: HandingChoices['bodies'], chosen: string) =>
  bodies.map(({ id, name }) => ({ value: id, words: name, selected: id === chosen }))

export const toGrounds = (choices: HandingChoices['grounds'], chosen: string | undefined) =>
  choices.map(({ code, name, told }, at) => ({
    ...{ id: at === 0 ? 'ground' : `ground-${code}`, field: 'ground' },
    ...{ code, name, told, chosen: code === chosen },
  }))

const toReaders = ({ chosen, found }: SendFile, kind: HandingKind) => {
  if (chosen === undefined) return []
  const { own, intake, theirs, handlers } = chosen.readers
  const ours = [`${own.name}受理岗位（${intake} 人）`, ...handlers.map(name => `承办人${name}`)]
  const name = chosen.body.name
  if (kind === 'assist')
    return [
      { when: '这一件', who: `${ours.join('、')}。${name}看不到这一件，只看到这里写的话。` },
      { when: '这里写的话和答复', who: `两边的受理岗位（${name} ${theirs} 人）` },
    ]
  const merged = found.mergedInto === null ? '' : '，连同并进来的件'
  return [
    { when: '现在', who: ours.join('、') },
    { when: '送出以后', who: `还有${name}受理岗位（${theirs} 人）${merged}` },
    {
      when: '对方签收以后',
      who: `只有${name}。本单位打不开这一件，留下移交单：编号、要点、理由、签收日和答复`,
    },
    { when: '举报人的身份', who: '不随件走，仍然封存在原来的身份保管岗位' },
  ]
}

type Shown = {
  readonly kind: HandingKind
  readonly once: string
  /** What stood in the way when it was sent. */
  readonly problem?: string | undefined
}

const suggestionOf = ({ suggestion, found }: SendFile, kind: HandingKind) =>
  suggestion && { name: suggestion.name, href: sendHref(found.id, kind, suggestion.id) }

const problemsOf = ({ chosen, open }: SendFile, problem: Shown['problem']) => {
  const name = chosen?.body.name ?? ''
  const codes = [
    ...(problem === undefined ? [] : [problem]),
    ...(chosen?.fault === undefined ? [] : [chosen.fault]),
    ...(open ? [] : ['case.moved-on']),
  ]
  return [...new Set(codes)].map(code => toProblem(code, name))
}

const hintOf = ({ limits: { min } }: SendFile, assist: boolean): string =>
  assist
    ? `对方看得到。写要查什么、为什么，不写举报人的任何信息。至少 ${min} 字。`
    : `对方看得到，举报人看不到。不写举报人的任何信息。至少 ${min} 字。`

const toChosen = ({ chosen }: SendFile) =>
  chosen && {
    ...{ id: chosen.body.id, name: chosen.body.name, asksCleared: chosen.asksCleared },
  }

const possibleIn = ({ chosen, open }: SendFile): boolean =>
  open && chosen !== undefined && chosen.fault === undefined

export const toSendPage = (file: SendFile, form: FormState, { kind, once, problem }: Shown) => {
  const { found, chosen, limits } = file
  const assist = kind === 'assist'
  const home = `/staff/cases/${found.id}`
  return {
    title: assist ? '请别的单位协助调查' : '移交其他医保部门',
    ...{ assist, kind, target: file.target },
    number: caseLabel(found.year, found.serial),
    caseLink: caseHref(found.id),
    problems: problemsOf(file, problem),
    suggestion: suggestionOf(file, kind),
    options: toOptions(file.bodies, (chosen?.body ?? file.suggestion)?.id ?? ''),
    pick: `${home}/hand-over`,
    elsewhere: assist ? '' : `${home}/steps/hand-over`,
    chosen: toChosen(file),
    possible: possibleIn(file),
    readers: toReaders(file, kind),
    grounds: assist ? [] : toGrounds(file.grounds, form.values['ground']),
    reasonHint: hintOf(file, assist),
    reasonLimit: limits.max,
    ...{ once, seen: file.seen, values: form.values, formErrors: form.errors },
  }
}
