import { dayInWords, type Day } from '../platform/clock'
import { paperNames, type IdentityAnswer } from '../vocabulary/report-answers'
import type { ReportContent } from '../vocabulary/report-content'
import { withThousands } from '../vocabulary/typing'
import { channelPath, channelWords, isWritten, type Channel } from './channel.rules'

/** Four by four, as numbers are read over the telephone. */
const inFours = (digits: string): string => (digits.match(/.{1,4}/g) ?? []).join(' ')
/** 138 0013 8000 */
const asPhone = (digits: string): string =>
  [digits.slice(0, 3), digits.slice(3, 7), digits.slice(7)].filter(Boolean).join(' ')

const dayWords = (when: string): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(when) ? dayInWords(when as Day) : when

const yuan = (amount: string): string => {
  if (amount === '') return ''
  const [whole = '0', part] = amount.split('.')
  return `${withThousands(Number(whole))}${part === undefined ? '' : `.${part}`} 元`
}

const targetWords = ({ target }: ReportContent): string => {
  if (target.choice === 'unknown') return '还不清楚是谁'
  return target.choice === 'person' ? `个人，${target.name}` : target.name
}

const aboutBody: Record<ReportContent['target']['aboutBody'], string> = {
  no: '不涉及',
  yes: '涉及，所以直接交上一级医保部门，我们这里打不开',
  unsure: '不清楚，按涉及处理，直接交上一级医保部门，我们这里打不开',
}

const identityWords: Record<ReportContent['identity'], string> = {
  anon: '匿名，不领奖励',
  'anon-claim': '匿名，查实后凭口令领奖励',
  named: '实名',
}

const contactWords: Record<ReportContent['contactOk'], string> = { '': '', yes: '可以', no: '不要' }

const identityRows = (identity: IdentityAnswer | undefined) =>
  identity === undefined
    ? []
    : [
        { label: '姓名', text: identity.name },
        { label: '手机号', text: asPhone(identity.phone) },
        { label: paperNames[identity.idType], text: inFours(identity.idNumber) },
        {
          label: '怎样告知',
          text: identity.delivery === 'post' ? `邮寄到：${identity.address}` : '在查询页看',
        },
      ]

type ReadBack = {
  readonly id: string
  readonly source: Channel
  readonly content: ReportContent
  readonly identity: IdentityAnswer | undefined
  readonly replyAddress: string
  readonly errors: Readonly<Record<string, string>>
}

const rowsOf = ({ content, identity, replyAddress }: ReadBack) => [
  { label: '反映的是', text: targetWords(content) },
  { label: '在哪里', text: content.target.place },
  { label: '涉及医保部门自己吗', text: aboutBody[content.target.aboutBody] },
  { label: '举报方式', text: identityWords[content.identity] },
  ...identityRows(identity),
  { label: '什么行为', text: content.behaviours.map(({ plain }) => plain).join('；') },
  { label: '科室、柜台或者经办人', text: content.department },
  { label: '药品追溯码', text: inFours(content.traceCode) },
  { label: '单据号', text: content.billNumber },
  { label: '经过', text: content.text },
  { label: '什么时候', text: dayWords(content.when) },
  { label: '持续多久', text: content.period },
  { label: '大概多少钱', text: yuan(content.amount) },
  { label: '和这件事的关系', text: content.relationPlain },
  { label: '不能让对方知道的', text: content.hide },
  { label: '可以留言问情况吗', text: contactWords[content.contactOk] },
  { label: '以前向哪里反映过', text: content.toldBefore },
  { label: '回信地址', text: replyAddress },
]

export const toReadBack = (page: ReadBack) => {
  const { id, source, content, errors } = page
  const words = channelWords(source)
  return {
    title: words.readBack,
    errors,
    action: `/staff/intake/sheets/${id}/check`,
    change: `${channelPath(source)}?sheet=${id}`,
    isLetter: isWritten(source),
    person: words.person,
    agreed: words.agreed,
    // What nobody said is not read out.
    rows: rowsOf(page).filter(({ text }) => text !== ''),
    goesAbove: content.target.aboutBody !== 'no',
  }
}
