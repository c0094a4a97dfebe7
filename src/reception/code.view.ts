import { toReceiptPage, type ReceiptFacts } from '../filing'
import { inGroups, type ReceiptCode } from '../receipts'
import { channelPath, channelWords, isWritten, type Channel } from './channel.rules'

const ordinals = ['第一组', '第二组', '第三组', '第四组', '第五组', '第六组'] as const
/** 幺 for one, as numbers are said over the telephone in China: 一 and 七 sound alike on a bad line. */
const spoken = ['零', '幺', '二', '三', '四', '五', '六', '七', '八', '九'] as const

const aloud = (digits: string): string =>
  Array.from(digits)
    .map(digit => spoken[Number(digit)] ?? digit)
    .join(' ')

const base = (id: string) => `/staff/intake/sheets/${id}`

type CodePage = {
  readonly id: string
  readonly source: Channel
  readonly label: string
  /** undefined: nobody can be told, or its time is up. */
  readonly code: ReceiptCode | undefined
  readonly thrownAway: boolean
  readonly address: string
  readonly minutes: number
  /** The group being read out, from 1. */
  readonly group: number
  readonly errors: Readonly<Record<string, string>>
}

const toGroups = ({ id, code, group }: CodePage) =>
  code === undefined
    ? []
    : inGroups(code)
        .split(' ')
        .map((digits, at) => ({
          ordinal: ordinals[at] ?? '',
          digits,
          aloud: aloud(digits),
          current: at + 1 === group,
          href: `${base(id)}/code?group=${at + 1}#now`,
        }))

const nextOf = (id: string, group: number) =>
  group < ordinals.length
    ? { href: `${base(id)}/code?group=${group + 1}#now`, words: `念${ordinals[group] ?? ''}` }
    : { href: `${base(id)}/code?group=1#now`, words: '从头再念一遍' }

const printWords: Record<Channel, string> = {
  hotline: '',
  visit: '打印回执，交给来访人',
  letter: '打印回执，寄给写信人',
  petition: '打印回执，寄给信访人',
  police: '打印回执，寄给报案人',
}

export const toCodePage = (page: CodePage) => {
  const { id, source, code, group } = page
  return {
    title: '登记好了',
    errors: page.errors,
    label: page.label,
    person: channelWords(source).person,
    isVisit: source === 'visit',
    isLetter: isWritten(source),
    hasCode: code !== undefined,
    thrownAway: page.thrownAway,
    minutes: page.minutes,
    groups: toGroups(page),
    now: toGroups(page)[group - 1],
    next: nextOf(id, group),
    again: `${base(id)}/code?group=${group}#now`,
    action: `${base(id)}/code`,
    print: code === undefined ? '' : printWords[source],
    printLink: `${base(id)}/receipt`,
    another: channelPath(source),
  }
}

type Slip = {
  readonly id: string
  readonly source: Channel
  readonly facts: ReceiptFacts
  readonly code: ReceiptCode
  readonly address: string
}

/** One A4 page for the visitor's hand or the envelope. No officer's name: reporters know officers by number. */
export const toSlip = ({ id, source, facts, code, address }: Slip) => ({
  ...toReceiptPage(facts, code, 0),
  title: '举报回执',
  address,
  isLetter: isWritten(source),
  back: `${base(id)}/code`,
})
