/** The tabs of a case page, in order. Transfers and reward have none yet. */
export const caseTabs = [
  'summary',
  'evidence',
  'messages',
  'deadlines',
  'decisions',
  'history',
] as const
export type CaseTab = (typeof caseTabs)[number]

/** What a page says after a deed that led back to it. */
export const doneWords = {
  accepted: '已经受理。下一步是分派两位承办人。',
  refused: '已经决定不予受理，并告诉了举报人。',
  assigned: '已经分派，两位承办人都能打开这一件。',
  sent: '留言已经发出，举报人用查询码能看到。',
  brief: '核查要点已经保存。',
  asked: '已经提请审批，等另一位负责人同意。',
  stepped: '已经办好。',
  'turned-down': '已经退回，提请的人看得到理由。',
  'taken-back': '提请已经撤回。',
  masked: '遮挡已经保存，从现在起所有同事看到的都按它遮挡。',
} as const

/** Where a page of the history ended: all three stand clear in the record. */
export type HistoryPlace = { readonly onDay: string; readonly chain: string; readonly seq: number }

export const writeHistoryPlace = ({ onDay, chain, seq }: HistoryPlace): string =>
  Buffer.from(JSON.stringify([onDay, chain, seq])).toString('base64url')

/** How many deeds one page of the history shows. */
export const HISTORY_PAGE = 50

/** What the address of the page asks for. */
export type CaseAsked = {
  readonly tab: CaseTab
  readonly back: string
  readonly done: keyof typeof doneWords | undefined
  readonly before: HistoryPlace | undefined
  /** Something in the address that this page does not know: told, and drawn with status 400. */
  readonly problem: string
}
