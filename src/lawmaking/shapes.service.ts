import type { z } from 'zod'
import { fillTemplate } from '../documents'
import { lawDataSchemas, type LawData, type LawEntry } from '../lawbook'
import type { Paper } from '../papers'
import type { Day } from '../platform/clock'
import { chooseRewardRule } from '../rewards'
import { jsonWords, readJson } from './json-words'
import { isOpenToAll } from './link-host.rules'
import { blankReward, readRewardRule, rewardSample, rewardWords } from './reward-words'
import { readTemplate, templateWords, type TemplateData } from './template.rules'

/** What a kind of law brings to be made here: its words, who reads them, and how it looks when it is used. */
export type LawShape = {
  readonly toWords: (data: unknown) => string
  readonly read: (words: string) => {
    readonly data?: unknown
    readonly faults: readonly string[]
    readonly notes: readonly string[]
  }
  /** How it is written, in a line. */
  readonly hint: string
  /** A new one may be begun, and this is what it begins with. */
  readonly blank?: string
  /** Shared by everybody on this site: never of one place. */
  readonly everywhere?: true
  /** Of those that hold where and when a new one begins, the one that it takes the place of. */
  readonly until?: (held: readonly LawEntry[]) => LawEntry | undefined
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
  hint: '变量一行一个，例如 变量：理由＝填写，最多 500 字。正文里写 {理由}',
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
  hint: '写成 JSON，每一项的意思见随产品的说明 docs/reward-rules.md；cases 里至少写一个手工算好的例子',
  blank: blankReward,
  until: held => chooseRewardRule(held as readonly LawEntry<'reward-rule'>[]).rule,
  toWords: data => rewardWords(data as LawData['reward-rule']),
  read: readRewardRule,
  sample: (data, { body, on }) => rewardSample(data as LawData['reward-rule'], { body, on }),
}

/** Data whose form says all there is to say. */
const plain = (schema: z.ZodType): Pick<LawShape, 'toWords' | 'read'> => ({
  toWords: jsonWords,
  read: words => readJson(schema, words),
})

const linkHost: LawShape = {
  // Checked where it is written: what is in the book is read as it was.
  ...plain(
    lawDataSchemas['link-host'].refine(({ host }) => !isOpenToAll(host), {
      path: ['host'],
      message: '这个名字下面谁都可以注册，请写到具体的一家网站',
    }),
  ),
  hint: '写成 JSON。host 只写网站的名字，例如 ybj.example.cn：不写 http，不写 /；它下面的网站也算。中文网址写 xn-- 开头的形式。不再链接的，起草新版本，把 on 写成 false',
  blank: jsonWords({ name: '', order: 10, on: true, host: '' }),
}

const bankLayout: LawShape = {
  ...plain(lawDataSchemas['bank-layout']),
  hint: '写成 JSON。columns 是付款文件的列（field 可以写 serial、reference、name、account、bank、amount、remark、day），answer 是银行回单的列名；附言里不能有看得出是举报奖励的字',
  blank: jsonWords({
    ...{ name: '', order: 10, format: 'csv', columns: [{ header: '', field: 'reference' }] },
    ...{ remark: '', answer: { reference: '', amount: '', result: '', paid: [], failed: [] } },
  }),
  everywhere: true,
}

const rewardTax: LawShape = {
  ...plain(lawDataSchemas['reward-tax']),
  hint: '写成 JSON。words 印在领款凭证上，basis 是主管税务机关的文件或者答复',
}

const shapes = new Map<string, LawShape>([
  ['document-template', documentTemplate],
  ['reward-rule', rewardRule],
  ['reward-tax', rewardTax],
  ['bank-layout', bankLayout],
  ['link-host', linkHost],
])

/** Kinds of which a new one may be begun. */
export const begunKinds = [...shapes].flatMap(([kind, { blank }]) =>
  blank === undefined ? [] : [kind],
)

export const shapeOf = (kind: string): LawShape | undefined => shapes.get(kind)
