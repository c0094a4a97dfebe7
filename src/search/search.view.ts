import { shortDay, type Day } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { stateWords, strictWord } from '../vocabulary/case-words'
import { caseHref } from '../vocabulary/staff-paths'
import type { Answer, Hit, Reach } from './answer'
import type { Place } from './hit.rules'

const placeWords: Record<Place, string> = {
  target: '被举报对象',
  brief: '核查要点',
  report: '举报内容',
  message: '留言',
  file: '证据文件名',
}

const groupWords = {
  number: '编号',
  target: '被举报对象',
  report: '举报内容和核查要点',
  message: '留言',
  file: '证据文件名',
} as const
type Group = keyof typeof groupWords
const groups = Object.keys(groupWords) as Group[]

const groupOf = ({ by, excerpts }: Hit): Group => {
  if (by === 'number') return 'number'
  const [best] = excerpts
  if (by === 'registry' || best === undefined) return 'target'
  return best.place === 'brief' ? 'report' : best.place
}

/** Counting stops there, and says so. */
const countWords = (count: number, cap: number): string => (count < cap ? `${count}` : `${cap} 多`)

const unindexedWords = (unindexed: number, cap: number): string =>
  unindexed === 0
    ? ''
    : `有 ${countWords(unindexed, cap)} 件里有还没有人打开过的内容，打开以后才能按内容找到，现在只能按编号和机构名录里的名称找。`

const noKey =
  '您还没有检索密钥，现在只能按编号和机构名录里的名称找。受理岗位的同事下次检索或者打开新线索时，密钥会自动交给您。'

const toHit = (hit: Hit, today: Day) => ({
  href: caseHref(hit.found.id),
  number: hit.number,
  target: hit.target === '' ? '还打不开' : hit.target,
  mark: hit.strict ? strictWord : '',
  about: `${shortDay(hit.found.receivedOn, today)} 收到，${stateWords[hit.found.state]}`,
  excerpts: hit.excerpts
    .filter(({ place }) => place !== 'target')
    .map(({ place, pieces }) => ({ place: placeWords[place], pieces })),
})

const toGroups = (hits: readonly Hit[], today: Day) =>
  groups
    .map(group => ({ group, of: hits.filter(hit => groupOf(hit) === group) }))
    .filter(({ of }) => of.length > 0)
    .map(({ group, of }) => ({
      name: groupWords[group],
      id: `found-${group}`,
      hits: of.map(hit => toHit(hit, today)),
    }))

const pageHref = (id: string, before: number): string =>
  `/staff/search?${new URLSearchParams({ find: id, before: before.toString() }).toString()}`

type Page = {
  readonly form: FormState
  readonly reach: Reach
  readonly cap: number
  readonly today: Day
  /** What was asked for lies in the session no more. */
  readonly gone?: boolean
  readonly answer?: Answer
  readonly id?: string
  readonly paged?: boolean
}

const foundWords = ({ hits, next }: Answer, paged: boolean): string => {
  if (hits.length > 0)
    return `${paged ? '再往前' : '找到'} ${hits.length} 件${next === undefined ? '' : '，往前还有'}。`
  return next === undefined ? '' : '这一段里没有，可以再往前找。'
}

const toAnswer = ({ answer, id = '', paged = false, today }: Page) => {
  if (answer === undefined) return { asked: false, groups: [], found: '', nothing: false, next: '' }
  const { hits, next } = answer
  return {
    asked: true,
    groups: toGroups(hits, today),
    found: foundWords(answer, paged),
    nothing: hits.length === 0 && next === undefined,
    next: next === undefined ? '' : pageHref(id, next),
  }
}

export const toSearchPage = (page: Page) => {
  const { form, reach, cap, gone = false } = page
  return {
    title: '检索',
    q: form.values['q'] ?? '',
    errors: form.errors,
    gone: gone ? '这次检索已经收起，请再写一遍要找的词。' : '',
    keyNote: reach.hasKey ? '' : noKey,
    unindexed: unindexedWords(reach.unindexed, cap),
    ...toAnswer(page),
  }
}
