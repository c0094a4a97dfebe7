import type { EntryState } from './entry.rules'

export const stateNames: Readonly<Record<EntryState, string>> = {
  written: '等曝光岗位批准',
  returned: '退回修改',
  published: '已公开',
  changed: '有变更，等着撤回',
  withdrawn: '已撤回',
}
