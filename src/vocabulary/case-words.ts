/** Words for the clear codes of a case, the same on every officer's screen. */
export const stateWords = {
  received: '待受理',
  accepted: '待分派',
  checking: '核查线索',
  refused: '不予受理',
} as const

export const sourceWords: Readonly<Record<string, string>> = {
  web: '网上',
  hotline: '电话',
  visit: '来访',
  letter: '来信',
}

/** How the reporter came, for lists. Sealed: only who can open the case reads it. */
export const identityWords = {
  anon: '匿名',
  'anon-claim': '匿名·领奖',
  named: '实名',
} as const

export const strictWord = '从严保密'

export const withdrawnWord = '举报人已撤回'

export type LampColour = 'red' | 'amber' | 'green' | 'pause'

/** What stands beside a lamp in lists: working days, never a colour alone. */
export const lampWords = (colour: LampColour, workingDays: number): string => {
  if (colour === 'pause') return '不计期限'
  if (colour === 'red') return `超 ${workingDays} 日`
  return workingDays === 0 ? '今天' : `剩 ${workingDays} 日`
}
