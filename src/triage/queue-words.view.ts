import type { FilterName, Light, QueueView, SortKey } from './queue.rules'

export const viewWords: Record<QueueView, (soonDays: number) => string> = {
  all: () => '全部在办',
  new: () => '新到',
  mine: () => '我的在办',
  unassigned: () => '待分派',
  due: days => (days === 2 ? '两个工作日内到期' : `${days} 个工作日内到期`),
  overdue: () => '超期',
  waiting: () => '等举报人',
  'new-messages': () => '有新留言',
  approval: () => '待我审批',
  rising: () => '高风险滞后',
}

export const hotViews: readonly QueueView[] = ['new-messages', 'overdue']

export const lightWords: Record<Light, string> = { red: '超期', amber: '快到期', green: '正常' }

export const emptyWords: Record<QueueView, string> = {
  all: '现在没有在办的线索。收到新的举报，会排在这里。',
  new: '没有新到的举报。收到新的举报，会排在这里。',
  mine: '现在没有分派给您的线索。分派以后会排在这里。',
  due: '最近没有要到期的线索。',
  overdue: '没有超期的线索。',
  waiting: '没有在等举报人回答的线索。给举报人留言时勾选“要等举报人回答”，这一件就列在这里。',
  approval: '没有等您审批的线索。',
  rising: '没有滞后的高风险线索。高风险线索收到后几个工作日没有立案，会排到这里。',
  unassigned: '没有待分派的线索。',
  'new-messages': '没有新留言。举报人写来新的留言，会排在这里。',
}

export const filterWords: Record<FilterName, string> = {
  behaviour: '行为',
  kind: '对象类别',
  state: '阶段',
  source: '来源',
  region: '地区',
  handler: '承办人',
  screening: '甄别',
}

export const sortWords: Record<SortKey, string> = {
  due: '期限（工作日）',
  number: '编号',
  behaviour: '行为',
  state: '阶段',
}

export const sortChoices: readonly (readonly [string, string])[] = [
  ['due', '期限最近在前'],
  ['-due', '期限最远在前'],
  ['number', '收到最早在前'],
  ['-number', '收到最晚在前'],
  ['behaviour', '按行为'],
  ['state', '按阶段'],
]
