import type { LawEntry, Period } from '../lawbook'
import { fillSentence, safetySentences, type SafetyValues } from './safety.rules'

export type HomeLaw = {
  readonly targetKinds: readonly LawEntry<'target-kind'>[]
  readonly behaviours: readonly LawEntry<'behaviour'>[]
  readonly verify: LawEntry<'deadline-rule'> | undefined
}

const units: Record<Period['unit'], string> = {
  working: '个工作日',
  natural: '天',
  months: '个月',
  hours: '小时',
  years: '年',
}

const within = (rule: HomeLaw['verify']): string => {
  const { length = null, unit = null } = rule?.data ?? {}
  return length === null || unit === null ? '按规定的期限' : `${length} ${units[unit]}内`
}

/** What stands on the home page of what can be reported, under the first kind of target it concerns. */
const toActs = ({ targetKinds, behaviours }: HomeLaw) =>
  targetKinds
    .map(kind => ({
      name: kind.data.name,
      list: behaviours
        .filter(({ data }) => data.home && data.targetKinds[0] === kind.code)
        .map(({ code, data }) => ({
          href: `/report?type=${encodeURIComponent(code)}`,
          plain: data.plain,
          term: data.term,
        })),
    }))
    .filter(({ list }) => list.length > 0)

const toRuler = (verify: HomeLaw['verify']) => [
  { name: '提交', when: '当场', text: '拿到回执和查询码，查询码只显示一次' },
  { name: '受理', when: '收到以后', text: '受理的，分派两名承办人；不受理的，在查询页写明理由' },
  {
    name: '核查线索',
    when: within(verify),
    text:
      (verify?.data.extensions.length ?? 0) > 0
        ? '决定是否立案，特殊情况可以延长。最后的日期写在回执上'
        : '决定是否立案。最后的日期写在回执上',
  },
  { name: '随时查', when: '凭查询码', text: '看办到哪一步，给承办人留言，补交文件' },
]

const toProtection = (values: SafetyValues) =>
  safetySentences.map(({ id, title, text, home }) => ({
    id,
    title,
    text: fillSentence(text, values),
    home,
  }))

export const toHome = (law: HomeLaw, values: SafetyValues) => ({
  acts: toActs(law),
  ruler: toRuler(law.verify),
  protection: toProtection(values).filter(({ home }) => home),
})

/** @param goesAbove whether somebody above this body could open what concerns it */
export const toSafety = (values: SafetyValues, goesAbove: boolean) => ({
  protection: toProtection(values).filter(({ id }) => goesAbove || id !== 'superior'),
})

export const toPrivacy = (kept: { readonly draftDays: number }) => ({ kept })

export const toHow = (
  kinds: readonly LawEntry<'evidence-kind'>[],
  verify: HomeLaw['verify'],
  draftDays: number,
) => ({
  draftDays,
  kinds: kinds.map(({ data }) => data.name).join('、'),
  verify: within(verify),
})
