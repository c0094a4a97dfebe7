import type { EvidenceFile } from '../evidence'
import type { Lists } from '../filing'
import { dayInWords, type Day } from '../platform/clock'
import { paperNames, type IdentityAnswer } from '../vocabulary/report-answers'
import type { ReportContent } from '../vocabulary/report-content'
import { withThousands } from '../vocabulary/typing'
import type { Hint } from './privacy.view'
import { stepNumber, stepPath, type Step } from './steps.rules'

type Row = {
  readonly label: string
  /** '' prints 没有填写 */
  readonly text: string
  readonly change: string
}

const aboutBody: Record<ReportContent['target']['aboutBody'], string> = {
  no: '不涉及',
  yes: '涉及。直接交上一级医保部门，本级打不开',
  unsure: '不清楚。按涉及处理，直接交上一级医保部门',
}

const targets: Record<ReportContent['target']['choice'], string> = {
  institution: '',
  typed: '',
  person: '个人：',
  unknown: '不清楚是谁',
}

const changePath = (step: Step): string => `${stepPath(step)}?from=check`

const row =
  (step: Step) =>
  (label: string, text: string): Row => ({ label, text, change: changePath(step) })

const inWords = (when: string): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(when) ? dayInWords(when as Day) : when

const yuan = (amount: string): string => {
  if (amount === '') return ''
  const [whole = '0', part] = amount.split('.')
  return `${withThousands(Number(whole))}${part === undefined ? '' : `.${part}`} 元`
}

/** On a screen that somebody may look at, the own papers are shown masked. */
const masked = (text: string, head: number, tail: number): string =>
  text.length <= head + tail
    ? text
    : `${text.slice(0, head)}****${tail === 0 ? '' : text.slice(-tail)}`

const identityRows = (identity: IdentityAnswer | undefined): Row[] => {
  if (identity === undefined) return []
  const named = row('named')
  const { name, phone, idType, idNumber, delivery, address } = identity
  return [
    named('姓名', name),
    named('手机号', masked(phone, 3, 4)),
    named(paperNames[idType], masked(idNumber, 0, 4)),
    named('怎样告知', delivery === 'post' ? `邮寄到：${address}` : '在平台里看'),
  ]
}

const contact: Record<ReportContent['contactOk'], string> = { '': '', yes: '可以', no: '不要' }

type CheckPage = {
  /** Pages with changes that were kept by themselves but not saved: they are not part of the report. */
  readonly halfway: readonly Step[]
  readonly content: ReportContent
  readonly identity: IdentityAnswer | undefined
  readonly files: readonly EvidenceFile[]
  readonly hints: readonly Hint[]
  readonly lists: Lists
}

const factRows = (content: ReportContent, files: readonly EvidenceFile[]): Row[] => {
  const [type, what, evidence] = [row('type'), row('what'), row('evidence')]
  return [
    type('什么行为', content.behaviours.map(({ plain }) => plain).join('\n')),
    type('科室、柜台或者经办人', content.department),
    type('药品追溯码', content.traceCode),
    type('单据号', content.billNumber),
    what('经过', content.text),
    what('什么时候', inWords(content.when)),
    what('持续多久', content.period),
    what('大概多少钱', yuan(content.amount)),
    evidence('证据', files.map(({ name }) => name).join('\n')),
  ]
}

const claimRow = (identity: ReportContent['identity']): Row[] =>
  identity === 'anon-claim' ? [row('claim-word')('领奖口令', '已经设好，只有您知道')] : []

export const toCheckPage = ({ halfway, content, identity, files, hints, lists }: CheckPage) => {
  const [subject, who, relation] = [row('subject'), row('identity'), row('relation')]
  const { target } = content
  const rows: Row[] = [
    subject('举报谁', `${targets[target.choice]}${target.name}`),
    subject('在哪里', target.place),
    subject('涉及医保部门自己吗', aboutBody[target.aboutBody]),
    who('举报方式', lists.identities.find(({ code }) => code === content.identity)?.name ?? ''),
    ...claimRow(content.identity),
    ...identityRows(identity),
    ...factRows(content, files),
    relation('您和这件事', content.relationPlain),
    relation('不能让对方知道的', content.hide),
    relation('可以在平台里给您留言问情况吗', contact[content.contactOk]),
    relation('以前向哪里反映过', content.toldBefore),
  ]
  return {
    rows,
    halfway: halfway.map(step => ({ number: stepNumber(step), change: changePath(step) })),
    hints: hints.map(({ words, why, where }) => ({ words, why, change: changePath(where) })),
  }
}
