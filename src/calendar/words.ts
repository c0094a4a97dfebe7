import type { ChangeState } from './change'

export const stateWords: Readonly<Record<ChangeState, string>> = {
  draft: '已录入，还没有提交',
  proposed: '等安全管理员批准',
  approved: '已批准，正在重算期限',
  done: '已生效',
  refused: '没有同意',
  withdrawn: '已撤回',
}
