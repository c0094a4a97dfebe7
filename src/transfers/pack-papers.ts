import type { Paper, PaperBlock } from '../papers'
import { dayInWords, type Day } from '../platform/clock'
import type { PackFile, ReceiverLaw, TransferContent } from './transfer'

export type Line = { readonly name: string; readonly words: string }

/** All that a pack is written from. Of the report itself, of messages and of identities there is nothing here. */
export type PackFacts = {
  readonly body: string
  readonly label: string
  readonly day: Day
  readonly target: string
  readonly behaviours: readonly string[]
  /** 核查要点, in the officers' words. */
  readonly brief: readonly Line[]
  readonly finding: readonly Line[]
}

export type PackPaper = { readonly material: string; readonly name: string; readonly paper: Paper }

const paragraph = (text: string): PaperBlock => ({ kind: 'paragraph', text })
const heading = (text: string): PaperBlock => ({ kind: 'heading', text })
const paragraphs = (text: string): PaperBlock[] =>
  text
    .split('\n')
    .filter(one => one.trim() !== '')
    .map(paragraph)

const linesIn = (lines: readonly Line[]): PaperBlock[] =>
  lines
    .filter(({ words }) => words !== '')
    .map(({ name, words }) => paragraph(`${name}：${words.replaceAll('\n', ' ')}`))

type Wish = { readonly law: ReceiverLaw; readonly content: TransferContent }
type Material = ReceiverLaw['materials'][number]

const closingOf = ({ body, day }: PackFacts) => ({ closing: { body, day, seal: true } })

const letter = (facts: PackFacts, { law, content }: Wish): Paper => {
  const by = law.basis === undefined ? '' : `依照${law.basis}，`
  return {
    head: facts.body,
    title: law.title,
    addressee: content.receiverName,
    blocks: [
      paragraph(
        `本机关办理的案件（${facts.label}）涉及${facts.target}，疑似${facts.behaviours.join('、')}。${by}现移送你单位处理。`,
      ),
      ...paragraphs(content.reason),
      paragraph('随附材料见目录。请在签收后将办理情况书面告知本机关。'),
    ],
    ...closingOf(facts),
  }
}

const report = (facts: PackFacts, { content }: Wish, { name }: Material): Paper => ({
  title: name,
  blocks: [
    heading('一、涉及的单位和行为'),
    ...linesIn([
      { name: '单位', words: facts.target },
      { name: '行为', words: facts.behaviours.join('、') },
    ]),
    heading('二、核查要点'),
    ...linesIn(facts.brief),
    ...(facts.finding.length === 0 ? [] : [heading('三、查明的事实'), ...linesIn(facts.finding)]),
    heading(facts.finding.length === 0 ? '三、调查经过' : '四、调查经过'),
    ...paragraphs(content.report),
  ],
  ...closingOf(facts),
})

const items = (facts: PackFacts, { content }: Wish, { name }: Material): Paper => ({
  title: name,
  blocks:
    content.items.length === 0
      ? [paragraph('没有扣押、查封的物品，没有先行登记保存的物品。')]
      : [
          {
            kind: 'table',
            header: ['序号', '物品'],
            rows: content.items.map((item, at) => [String(at + 1), item]),
            shares: [1, 6],
          },
        ],
  ...closingOf(facts),
})

const drawn = { letter, report, items } as const

/** The papers that the list of materials wants, in its order. */
export const papersOf = (facts: PackFacts, wish: Wish): PackPaper[] =>
  wish.law.materials.flatMap(material =>
    material.fill === 'evidence'
      ? []
      : [
          {
            material: material.code,
            name: `${material.name}.pdf`,
            paper: drawn[material.fill](facts, wish, material),
          },
        ],
  )

/** Every word of the case itself that would leave, by where it comes from. */
export const caseWords = ({ target, brief, finding }: PackFacts): Record<string, string> => ({
  核查要点: [target, ...brief.map(({ words }) => words)].join('\n'),
  认定: finding.map(({ words }) => words).join('\n'),
})

const size = (bytes: number): string => `${Math.max(1, Math.ceil(bytes / 1024)).toString()} KB`

export const contentsName = '00-移送材料目录.pdf'

/** What lies in the archive, each with its print: whoever receives it can count it after. */
export const contentsOf = (
  facts: PackFacts,
  files: readonly Omit<PackFile, 'id' | 'ordinal'>[],
  receiverName: string,
): Paper => ({
  head: facts.body,
  title: '移送材料目录',
  addressee: receiverName,
  blocks: [
    paragraph(`案件（${facts.label}），${dayInWords(facts.day)}，共 ${files.length} 份。`),
    {
      kind: 'table',
      header: ['序号', '文件', '大小', 'SHA-256'],
      rows: files.map(({ name, size: bytes, sha256 }, at) => [
        ...[String(at + 1), name, size(bytes)],
        (sha256.match(/.{16}/g) ?? []).join(' '),
      ]),
      shares: [1, 4, 2, 5],
    },
  ],
  ...closingOf(facts),
})

/** No name that a reporter gave to a file leaves: files are called after what of the list they are. */
export const fileName = (at: number, name: string): string =>
  `${String(at).padStart(2, '0')}-${name}`
