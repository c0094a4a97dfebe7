/** Words for the clear codes of a case, the same on every officer's screen. */
export const stateWords = {
  received: '待受理',
  accepted: '待分派',
  checking: '核查线索',
  filed: '已立案',
  investigating: '调查取证',
  reviewing: '法制审核',
  reviewed: '审核通过',
  decided: '已作决定',
  closed: '已结案',
  archived: '已归档',
  refused: '不予受理',
  'handed-over': '已移送',
  redirected: '已告知去别处',
  merged: '已并案',
  'not-filed': '不予立案',
  suspended: '已中止',
  withdrawn: '撤回终止',
} as const

/** What a step of the course is called: on its button, at the head of its page. */
export const actionWords = {
  accept: '受理',
  assign: '分派承办人',
  file: '立案',
  investigate: '开始调查取证',
  'submit-review': '送法制审核',
  'pass-review': '审核通过',
  'return-review': '退回补充',
  decide: '作出处理决定',
  tell: '登记已告知举报人',
  close: '结案',
  archive: '归档',
  refuse: '不予受理',
  'not-file': '不予立案',
  'hand-over': '移送其他部门',
  'take-over': '签收移交来的件',
  redirect: '告知去别处反映',
  merge: '并入另一件',
  suspend: '中止',
  resume: '恢复办理',
  withdraw: '因撤回而终止',
  reopen: '重新办理',
} as const

/** As what a filed case is decided. */
export const outcomeWords = {
  penalty: '行政处罚',
  'no-penalty': '不予处罚',
  agreement: '按协议处理',
  dropped: '撤销案件',
  'crime-transfer': '移送公安机关',
} as const

export const sourceWords: Readonly<Record<string, string>> = {
  web: '网上',
  hotline: '电话',
  visit: '来访',
  letter: '来信',
  monitoring: '智能监控',
  inspection: '监督检查',
  'self-check': '自查自纠',
  petition: '信访',
  superior: '上级交办',
  police: '公安转来',
}

/** How pressing the list of clues says it is. */
export const riskWords = { high: '高风险', mid: '中风险', low: '低风险' } as const

/** How the reporter came, for lists. Sealed: only who can open the case reads it. */
export const identityWords = {
  anon: '匿名',
  'anon-claim': '匿名·领奖',
  named: '实名',
} as const

/** A body above has asked for an answer about it. */
export const supervisedWord = '督办'

export const strictWord = '从严保密'

export const withdrawnWord = '举报人已撤回'

export type LampColour = 'red' | 'amber' | 'green' | 'pause'

/** What stands beside a lamp in lists: working days, never a colour alone. */
export const lampWords = (colour: LampColour, workingDays: number): string => {
  if (colour === 'pause') return '不计期限'
  if (colour === 'red') return `超 ${workingDays} 日`
  return workingDays === 0 ? '今天' : `剩 ${workingDays} 日`
}
