import type { FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import type { FactorReset } from './factor-reset'
import type { HomePart } from './home.view'
import { momentInWords } from './moment'

export const FACTORS = '/staff/admin/factors'
export const nobodyOfThatName = '没有这个用户名，请核对'

type Option = { readonly code: string; readonly name: string }
type Known = { readonly grounds: readonly Option[]; readonly names: ReadonlyMap<StaffId, string> }

const answerWords = {
  approved: '已批准',
  refused: '没有批准',
  expired: '已过期',
  withdrawn: '申请人已撤回',
} as const

const stateOf = ({ answer, expiresAt }: FactorReset, now: Date): string => {
  if (answer !== undefined) return answerWords[answer]
  return expiresAt <= now ? '已过期' : '等批准'
}

const isWaiting = (reset: FactorReset, now: Date): boolean =>
  reset.answer === undefined && reset.expiresAt > now

const toLine = (reset: FactorReset, { grounds, names }: Known, now: Date) => ({
  name: names.get(reset.staffId) ?? '同事',
  ground: grounds.find(({ code }) => code === reset.ground)?.name ?? '其他原因',
  by: names.get(reset.askedBy) ?? '同事',
  at: momentInWords(reset.askedAt),
  until: momentInWords(reset.expiresAt),
  state: stateOf(reset, now),
  answeredBy:
    reset.answeredBy === undefined || reset.answer === 'withdrawn'
      ? ''
      : (names.get(reset.answeredBy) ?? '同事'),
  link: `${FACTORS}/${reset.id}`,
  waiting: isWaiting(reset, now),
})

type ListPage = Known & {
  readonly resets: readonly FactorReset[]
  readonly older: FactorReset | undefined
  readonly now: Date
  readonly viewer: {
    readonly id: StaffId
    readonly mayAsk: boolean
    readonly mayAnswer: boolean
  }
}

export const toResetsPage = ({ resets, older, now, viewer, ...known }: ListPage) => ({
  title: '第二验证重置',
  lines: resets.map(reset => ({
    ...toLine(reset, known, now),
    withdraw:
      viewer.mayAsk && reset.askedBy === viewer.id && isWaiting(reset, now)
        ? `${FACTORS}/${reset.id}/withdraw`
        : '',
  })),
  mayAsk: viewer.mayAsk,
  mayAnswer: viewer.mayAnswer,
  older: older === undefined ? '' : `${FACTORS}?before=${older.askedAt.getTime()}.${older.id}`,
})

export const toAskPage = (grounds: readonly Option[], { values, errors }: FormState) => ({
  title: '申请重置第二验证',
  user: values['user'] ?? '',
  grounds: grounds.map(({ code, name }, at) => ({
    id: at === 0 ? 'ground' : `ground-${at}`,
    value: code,
    words: name,
    chosen: values['ground'] === code,
  })),
  errors,
})

type AnswerPage = Known & {
  readonly reset: FactorReset
  readonly username: string
  readonly now: Date
  readonly form: FormState
}

export const toAnswerPage = ({ reset, username, now, form, ...known }: AnswerPage) => ({
  title: '批准重置第二验证',
  one: toLine(reset, known, now),
  username,
  answer: form.values['answer'] ?? '',
  errors: form.errors,
})

export const toFactorsHome = (waiting: number): HomePart =>
  waiting === 0
    ? {}
    : { notices: [{ text: `有 ${waiting} 份重置第二验证的申请等您批准。`, href: FACTORS }] }
