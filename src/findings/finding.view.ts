import { caseLabel } from '../cases'
import type { FormState } from '../platform/http/form'
import { inYuan, type Fen } from '../vocabulary/money'
import { matches, type Finding, type FindingContent, type FindingFile } from './finding'
import { bandWords, matchWords, toFindingSummary } from './finding-summary.view'
import { placesIn } from './finding.rules'
import { toHead } from './measure.view'

type Values = FormState['values']

const typedAmount = (fen: Fen): string => (fen === 0n ? '' : inYuan(fen))

/** The form as it was saved. */
const valuesOf = (content: FindingContent): Values => ({
  match: content.match,
  public: content.isPublic === undefined ? '' : content.isPublic ? 'yes' : 'no',
  voluntary: typedAmount(content.voluntary),
  recovered: typedAmount(content.recovered),
  deducted: typedAmount(content.deducted),
  text: content.text,
  reason: content.bandReason,
  ...Object.fromEntries(
    content.items.flatMap((item, index) => [
      [`code_${index + 1}`, item.code],
      [`facts_${index + 1}`, item.facts],
      [`loss_${index + 1}`, typedAmount(item.loss)],
      [`other_${index + 1}`, typedAmount(item.otherLoss)],
      [`fine_${index + 1}`, typedAmount(item.fine)],
    ]),
  ),
})

const rowsOf = ({ catalogue }: FindingFile, { values, errors }: FormState) => {
  const places = placesIn(values)
  const shown = places.length === 0 ? [1] : places
  return shown.map((at, index) => {
    const chosen = catalogue.find(({ code }) => code === values[`code_${at}`])
    const field = (name: string) => ({
      id: `${name}_${at}`,
      value: values[`${name}_${at}`] ?? '',
      error: errors[`${name}_${at}`],
    })
    return {
      ...{ at, number: index + 1 },
      code: field('code'),
      facts: field('facts'),
      loss: field('loss'),
      other: field('other'),
      fine: field('fine'),
      band: chosen === undefined ? '幅度选了违法行为、保存以后显示' : bandWords(chosen),
      options: catalogue.map(({ code, term, basis }) => ({
        code,
        words: `${term}（${basis.replace('医疗保障基金使用监督管理', '')}）`,
        chosen: code === chosen?.code,
      })),
    }
  })
}

const closedWords = {
  '': '',
  'not-yours': '认定由这一件的承办人和负责人写，您可以看。',
  state: '现在不能改：还没有开始核查，或者已经送审、已经决定。',
} as const

type Shown = {
  readonly form: FormState | undefined
  readonly seen: string
  readonly names: ReadonlyMap<string, string>
  /** A colleague saved in between: both versions are shown. */
  readonly late: boolean
}

const summaryOf = (finding: Finding, names: Shown['names']) =>
  toFindingSummary(finding, names.get(finding.savedBy) ?? '同事')

/** The version before the one in the form, and every one that was decided on. */
const shownVersions = (
  { versions, closedBecause }: FindingFile,
  late: boolean,
): readonly Finding[] =>
  closedBecause !== '' || late ? versions : versions.filter(({ decidedOn }) => decidedOn !== null)

export const toFindingPage = (file: FindingFile, { form, seen, names, late }: Shown) => {
  const { found, versions, limits } = file
  const [latest] = versions
  const saved = latest === undefined ? {} : valuesOf(latest.content)
  const drawn: FormState = form ?? { values: saved, errors: {} }
  const number = caseLabel(found.year, found.serial)
  return {
    title: `认定 ${number}`,
    ...toHead(found, file.target),
    action: `/staff/cases/${found.id}/findings`,
    closedWords: closedWords[file.closedBecause],
    lateWords: late
      ? '同事刚刚保存过认定。您的改动还没有保存；下面先是同事的，再是您写的。对照以后再保存，就以这一次为准。'
      : '',
    versions: shownVersions(file, late).map(one => summaryOf(one, names)),
    formErrors: drawn.errors,
    values: drawn.values,
    seen,
    rows: rowsOf(file, drawn),
    maxText: limits.text,
    maxReason: limits.reasonMax,
    maxFacts: limits.facts,
    matches: matches.map((code, index) => ({
      ...{ code, words: matchWords[code], chosen: drawn.values['match'] === code },
      id: index === 0 ? 'match' : `match-${code}`,
    })),
    publics: file.asksPublic
      ? [
          {
            code: 'yes',
            id: 'public',
            words: '是公立的',
            chosen: drawn.values['public'] === 'yes',
          },
          { code: 'no', id: 'public-no', words: '不是', chosen: drawn.values['public'] === 'no' },
        ]
      : [],
  }
}
