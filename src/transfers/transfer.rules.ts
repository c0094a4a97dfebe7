export const transferStates = [
  ...(['draft', 'asked', 'approved', 'declined', 'dropped'] as const),
  ...(['left', 'received', 'answered'] as const),
] as const
export type TransferState = (typeof transferStates)[number]

export const answers = ['accepted', 'refused', 'returned'] as const
export type Answer = (typeof answers)[number]

export const transferActions = [
  ...(['ask', 'approve', 'decline', 'drop', 'pack', 'receive', 'answer'] as const),
] as const
export type TransferAction = (typeof transferActions)[number]

type Rule = {
  readonly from: readonly TransferState[]
  readonly to: TransferState
  /** A second person: neither who brought it together nor who asked. */
  readonly second?: true
}

/** The whole course of a transfer. Packing again makes a new archive under a new password; the old one is gone. */
export const course: Readonly<Record<TransferAction, Rule>> = {
  ask: { from: ['draft'], to: 'asked' },
  approve: { from: ['asked'], to: 'approved', second: true },
  decline: { from: ['asked'], to: 'declined', second: true },
  drop: { from: ['draft', 'asked', 'approved'], to: 'dropped' },
  pack: { from: ['approved', 'left'], to: 'left' },
  receive: { from: ['left'], to: 'received' },
  answer: { from: ['received'], to: 'answered' },
}

/** In these states of a case something can be transferred: it was looked into, and is not with somebody else. */
const transferable: readonly string[] = [
  ...['checking', 'filed', 'investigating', 'reviewing', 'reviewed', 'decided', 'closed'],
  'not-filed',
]
export const isTransferable = (caseState: string): boolean => transferable.includes(caseState)

type Who = { readonly id: string; readonly writes: boolean; readonly approves: boolean }
type Standing = {
  readonly state: TransferState
  readonly madeBy: string
  readonly askedBy: string | null
}

const maySecond = ({ madeBy, askedBy }: Standing, who: Who): boolean =>
  who.approves && who.id !== madeBy && who.id !== askedBy

/** What this person can do with it now. */
export const actionsFor = (standing: Standing, who: Who): TransferAction[] =>
  transferActions.filter(action => {
    const { from, second } = course[action]
    const may = second === undefined ? who.writes : maySecond(standing, who)
    return may && from.includes(standing.state)
  })

/** Without an answer's reason nobody knows what to mend. */
export const needsReason = (answer: Answer): boolean => answer !== 'accepted'

const signs = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** A hundred bits in four groups, without signs that look alike. */
export const passwordFrom = (bytes: Uint8Array): string => {
  const all = [...bytes.subarray(0, 20)].map(byte => signs.charAt(byte % signs.length)).join('')
  return (all.match(/.{5}/g) ?? []).join('-')
}
