import { momentInWords } from '../accounts'
import { dayInWords } from '../platform/clock'
import { inDocuments, inYuan, type Fen } from '../vocabulary/money'
import type { Band, Finding, LawOfViolation, Match } from './finding'

export const matchWords: Readonly<Record<Match, string>> = {
  full: '和举报一致',
  partly: '部分一致',
  no: '不一致，举报的事项没有查实',
}

const times = (percent: number): string => `${(percent / 100).toString()} 倍`

/** What a band says, and how sure it is. */
export const bandWords = ({
  band,
  bandBasis,
}: Pick<LawOfViolation, 'band' | 'bandBasis'>): string => {
  const basis = bandBasis === '' ? '' : `（${bandBasis}）`
  return band === undefined ? '这一项法律没有规定罚款' : `罚款幅度：${lengthOfBand(band)}${basis}`
}

const lengthOfBand = (band: Band): string =>
  band.of === 'loss'
    ? `损失的 ${times(band.fromPercent)}至 ${times(band.toPercent)}`
    : `${inYuan(BigInt(band.fromYuan) * 100n)} 元至 ${inYuan(BigInt(band.toYuan) * 100n)} 元`

const amount = (fen: Fen): string => (fen === 0n ? '没有' : inDocuments(fen))

const versionWords = ({ version, savedAt, decidedOn }: Finding, savedBy: string): string => {
  const what =
    decidedOn === null
      ? `${savedBy}在 ${momentInWords(savedAt)} 保存，还没有决定`
      : `${dayInWords(decidedOn)}随决定固定，不能再改`
  return `第 ${version} 版，${what}`
}

const publicWords = { yes: '是，要告知纪检监察机关', no: '不是' } as const

const linesOf = ({ content, totals }: Finding) => [
  { name: '和举报', words: matchWords[content.match] },
  ...(content.isPublic === undefined
    ? []
    : [{ name: '公立机构', words: publicWords[content.isPublic ? 'yes' : 'no'] }]),
  { name: '举报事项的基金损失（案值）', words: amount(totals.loss) },
  { name: '其他损失', words: amount(totals.otherLoss) },
  { name: '主动退回', words: amount(totals.voluntary) },
  { name: '另外已经追回', words: amount(totals.recovered) },
  { name: '罚款', words: amount(totals.fined) },
  { name: '协议扣款', words: amount(totals.deducted) },
  { name: '结论和理由', words: content.text },
  ...(content.bandReason === '' ? [] : [{ name: '幅度以外的理由', words: content.bandReason }]),
]

/** One version, to be read. */
export const toFindingSummary = (finding: Finding, savedBy: string) => ({
  head: versionWords(finding, savedBy),
  items: finding.content.items.map((item, at) => {
    const law = finding.laws[at]
    return {
      term: law?.term ?? item.code,
      basis: law?.basis ?? '',
      facts: item.facts,
      loss: inYuan(item.loss),
      other: inYuan(item.otherLoss),
      fine: inYuan(item.fine),
      band: law === undefined ? '' : bandWords(law),
      outside: finding.outside.includes(at),
    }
  }),
  lines: linesOf(finding),
  outsideWords: finding.outside.length === 0 ? '' : '有罚款在幅度以外，决定以前要先通过法制审核。',
})
