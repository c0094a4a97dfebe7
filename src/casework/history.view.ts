import { dayInWords, shortDay } from '../platform/clock'
import type { Deed } from '../vocabulary/deeds'
import { caseHref } from '../vocabulary/staff-paths'
import type { CaseFile } from './case-file'
import { momentInWords } from './case-head.view'
import { caseTabs, writeHistoryPlace } from './casework.rules'
import type { History, HistoryLine } from './tabs'

/** What a deed on a case is called. One that is not listed keeps its own name, it is never hidden. */
const deedWords: Readonly<Partial<Record<Deed, string>>> = {
  'case.received': '提交举报',
  'case.registered': '登记来电来访来信',
  'case.printed': '打印线索阅办单',
  'receipt.confirmed': '记下了查询码',
  'receipt.printed': '打印举报回执',
  'report.followed': '用查询码进来看',
  'report.left': '看完退出',
  'receipt.issued': '要了一个新查询码',
  'receipt.replaced': '换了查询码，旧的作废',
  'case.opened': '打开这一件',
  'case.accepted': '决定受理',
  'case.refused': '决定不予受理',
  'case.assigned': '分派承办人',
  'case.denied': '没有权限，想打开但没有打开',
  'original.viewed': '看了举报原文',
  'brief.saved': '保存核查要点',
  'message.sent': '发出留言',
  'evidence.added': '添加证据',
  'evidence.viewed': '看了证据',
}

const tabWords: Readonly<Record<string, string>> = {
  summary: '概况',
  evidence: '证据',
  messages: '留言',
  deadlines: '期限',
  history: '记录',
}

/** The tab that was opened, or the ground of a decision; other subjects are ids and say nothing. */
const detailOf = ({ entry, ground }: HistoryLine): string => {
  if (entry.deed === 'case.opened' && caseTabs.some(tab => tab === entry.subject))
    return tabWords[entry.subject ?? ''] ?? ''
  return ground
}

/** What the history tab prints beside the head. */
export const toHistory = (
  file: CaseFile,
  { lines, older }: History,
  shown: {
    readonly back: string
    readonly paged: boolean
  },
) => ({
  lines: lines.map(line => {
    const { at, onDay, deed } = line.entry
    return {
      // Reporters' deeds have a day and no hour.
      when: at === null ? shortDay(onDay, file.today) : momentInWords(at, file.today),
      day: dayInWords(onDay),
      iso: onDay,
      what: deedWords[deed] ?? deed,
      who: line.who,
      detail: detailOf(line),
    }
  }),
  older:
    older === undefined
      ? ''
      : caseHref(file.found.id, {
          tab: 'history',
          before: writeHistoryPlace(older),
          back: shown.back,
        }),
  newest: shown.paged ? caseHref(file.found.id, { tab: 'history', back: shown.back }) : '',
})
