import { fillTemplate } from '../documents'
import type { LawData } from '../lawbook'
import type { Paper } from '../papers'
import type { Day } from '../platform/clock'
import { readRewardRule, rewardSample, rewardWords } from './reward-words'
import { readTemplate, templateWords, type TemplateData } from './template.rules'

/** What a kind of law brings to be made here: its words, who reads them, and how it looks when it is used. */
export type LawShape = {
  readonly toWords: (data: unknown) => string
  readonly read: (words: string) => {
    readonly data?: unknown
    readonly faults: readonly string[]
    readonly notes: readonly string[]
  }
  /** Filled with words that nobody takes for true ones. */
  readonly sample?: (data: unknown, at: { readonly body: string; readonly on: Day }) => Paper
}

const sampleFacts = new Map([
  ['case-number', '（案件编号）'],
  ['received-on', '（收到日期）'],
  ['telephone', '（联系电话）'],
  ['target', '（举报对象）'],
])

/** As long as a field lets somebody type is no sample: its name says what will stand there. */
const typedSamples = ({ variables }: TemplateData): Map<string, string> =>
  new Map(
    variables.flatMap(one =>
      one.from === 'typed'
        ? [[one.name, Array.from(`（${one.name}）`).slice(0, one.most).join('')] as const]
        : [],
    ),
  )

const documentTemplate: LawShape = {
  toWords: data => templateWords(data as LawData['document-template']),
  read: readTemplate,
  sample: (data, { body, on }) => {
    const template = data as TemplateData
    const filled = fillTemplate(template, typedSamples(template), sampleFacts)
    return {
      ...{ head: body, title: template.name, addressee: filled.addressee },
      number: `${template.word}〔${on.slice(0, 4)}〕×号`,
      blocks: filled.paragraphs.map(text => ({ kind: 'paragraph', text })),
      closing: { body, day: on, seal: true },
      mark: '样张',
    }
  },
}

const rewardRule: LawShape = {
  toWords: data => rewardWords(data as LawData['reward-rule']),
  read: readRewardRule,
  sample: (data, { body, on }) => rewardSample(data as LawData['reward-rule'], { body, on }),
}

const shapes = new Map<string, LawShape>([
  ['document-template', documentTemplate],
  ['reward-rule', rewardRule],
])

export const shapeOf = (kind: string): LawShape | undefined => shapes.get(kind)
