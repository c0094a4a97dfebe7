import type { Deed } from '../vocabulary/deeds'

/** Steps of the course, as the reporter reads them. What the reporter changed is told from the change itself. */
export const stepOf: Partial<Record<Deed, string>> = {
  'case.received': '您提交了举报',
  'case.registered': '按您说的登记了举报',
  'receipt.replaced': '您换了查询码，旧的作废',
  'case.accepted': '受理',
  'case.refused': '不予受理',
  'case.assigned': '开始核查，已分派两名承办人',
  'case.filed': '决定立案',
  'case.not-filed': '决定不予立案',
  'case.investigated': '开始调查取证',
  'review.asked': '送法制审核',
  'review.passed': '法制审核通过',
  'review.returned': '法制审核退回，再补充调查',
  'case.decided': '作出处理决定',
  'case.closed': '办结',
  'case.handed-over': '移送给主管的部门',
  'case.taken-over': '接手的单位签收',
  'case.redirected': '告诉您该向谁反映',
  'case.merged': '和同一件事的另一份举报并在一起',
  'case.suspended': '暂时停下来',
  'case.resumed': '接着办理',
  'case.withdrawn': '因为您撤回了，停止办理',
  'case.reopened': '重新办理',
  'message.sent': '给您留言',
  'evidence.added': '您补充了文件',
  'report.amended': '您改了自己的选择',
  'objection.made': '您对决定提出了异议',
  'appeal.answered': '答复了您的异议',
  'appeal.acted': '处理了您的异议',
}

/** Looks at what is the reporter's. */
export const lookOf: Partial<Record<Deed, string>> = {
  'original.viewed': '看了您写的内容，能认出人的地方遮住了',
  'original.unmasked': '打开了没有遮挡的原文',
  'evidence.viewed': '看了您交的文件',
  'original.downloaded': '取出了一份原始文件',
  'appeal.opened': '看了您的异议',
}

/** Deeds of the body above, whose people have no number with the case. */
export const aboveDeeds: readonly Deed[] = ['appeal.opened', 'appeal.answered', 'appeal.acted']

/** Steps of a leading case that concern whoever reported the same: the body's own, and nobody's words. */
export const groupDeeds: readonly Deed[] = [
  'case.accepted',
  'case.refused',
  'case.assigned',
  'case.filed',
  'case.not-filed',
  'case.investigated',
  'review.asked',
  'review.passed',
  'review.returned',
  'case.decided',
  'case.closed',
  'case.handed-over',
  'case.taken-over',
  'case.redirected',
  'case.suspended',
  'case.resumed',
  'case.reopened',
]

export const deedsShown = Object.keys({ ...stepOf, ...lookOf }) as Deed[]
