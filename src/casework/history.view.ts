import { dayInWords, shortDay } from '../platform/clock'
import type { Deed } from '../vocabulary/deeds'
import { caseHref } from '../vocabulary/staff-paths'
import type { CaseFile } from './case-file'
import { momentInWords } from './case-head.view'
import { writeHistoryPlace } from './casework.rules'
import type { History, HistoryLine } from './tabs'

/** What a deed is called. Total: a deed without words does not compile, nobody reads an internal name. */
const deedWords: Readonly<Record<Deed, string>> = {
  'case.received': '提交举报',
  'case.registered': '登记来电来访来信',
  'case.printed': '打印线索阅办单',
  'sheet.saved': '保存来电来访登记',
  'sheet.dropped': '作废来电来访登记',
  'receipt.printed': '打印举报回执',
  'receipt.issued': '要了一个新查询码',
  'receipt.replaced': '换了查询码，旧的作废',
  'receipt.confirmed': '记下了查询码',
  'case.opened': '打开这一件',
  'case.accepted': '决定受理',
  'case.refused': '决定不予受理',
  'case.assigned': '分派承办人',
  'case.denied': '没有权限，想打开但没有打开',
  'original.viewed': '看了举报原文',
  'brief.saved': '保存核查要点',
  'report.followed': '用查询码进来看',
  'report.left': '看完退出',
  'message.sent': '发出留言',
  'evidence.added': '添加证据',
  'evidence.viewed': '看了证据',
  'original.downloaded': '下载原始文件',
  'staff.invited': '建立账号',
  'staff.password-accepted': '登录时密码通过',
  'staff.enrolled': '第一次登录，设好密码和验证器',
  'staff.signed-in': '登录',
  'staff.signed-out': '退出登录',
  'staff.recovered': '取回账号：密码作废，给出新的一次性密码',
  'recovery-codes.made': '制作恢复码',
  'recovery-codes.noted': '记下了恢复码',
  'recovery-code.used': '用恢复码登录',
  'staff.locked': '连续输错，账号锁定',
  'staff.disabled': '停用账号',
  'staff.email-set': '设置提醒邮箱',
  'staff.email-removed': '取消提醒邮箱',
  'desk.opened': '建立岗位钥匙',
  'desk.member-confirmed': '确认岗位成员',
  'desk.key-renewed': '更换岗位钥匙',
  'desk.key-handed': '交付岗位新钥匙',
  'recovery-key.made': '制作恢复钥匙',
  'organisation.added': '登记单位',
  'organisation.moved': '改上级单位',
}

/** Where the case was opened: at a tab, at the form for the brief, or at a step of its course. */
const placeWords: Readonly<Record<string, string>> = {
  summary: '概况',
  evidence: '证据',
  messages: '留言',
  deadlines: '期限',
  history: '记录',
  brief: '核查要点',
  accept: '受理',
  refuse: '不予受理',
  assign: '分派',
}

/** The place that was opened, or the ground of a decision; other subjects are ids and say nothing. */
const detailOf = ({ entry, ground }: HistoryLine): string =>
  (entry.deed === 'case.opened' ? placeWords[entry.subject ?? ''] : undefined) ?? ground

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
      what: deedWords[deed],
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
