import { dayInWords } from '../platform/clock'
import { inGroups, type ReceiptCode } from '../receipts'
import type { ReceiptFacts } from './receipt-facts'

const identityNames: Record<ReceiptFacts['identity'], string> = {
  anon: '匿名，不领奖励',
  'anon-claim': '匿名，查实后领奖励',
  named: '实名',
}

/** 12 月 11 日前: the year is said only when it is another one than that of the report. */
const dueWords = (due: string, received: string): string => {
  const words = dayInWords(due as Parameters<typeof dayInWords>[0])
  return due.slice(0, 4) === received.slice(0, 4) ? words.replace(/^\d+ 年 /, '') : words
}

export const toReceiptPage = (
  { body, label, receivedOn, identity, files, due, toldWithin }: ReceiptFacts,
  code: ReceiptCode,
  minutes: number,
) => ({
  code: inGroups(code),
  minutes,
  body,
  rows: [
    { label: '登记编号', text: label },
    { label: '收到日期', text: dayInWords(receivedOn) },
    { label: '举报方式', text: identityNames[identity] },
    { label: '材料', text: files === 0 ? '文字 1 份' : `文字 1 份，文件 ${files} 个` },
  ],
  due:
    due === undefined
      ? undefined
      : {
          day: due.dueOn,
          words: `${dueWords(due.dueOn, receivedOn)}前`,
          provisional: due.provisional,
        },
  named: identity === 'named',
  toldWithin: toldWithin === undefined ? '决定以后' : `决定后 ${toldWithin}内`,
})
