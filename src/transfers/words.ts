import type { Answer, TransferState } from './transfer.rules'

export const stateWords: Readonly<Record<TransferState, string>> = {
  draft: '已经起草，还没有提请批准',
  asked: '等负责人批准',
  approved: '已经批准，等打包送出',
  declined: '没有批准',
  dropped: '已经撤下',
  left: '已经送出，等对方签收',
  received: '对方已经签收，等答复',
  answered: '对方已经答复',
}

export const answerWords: Readonly<Record<Answer, string>> = {
  accepted: '对方受理',
  refused: '对方不予受理',
  returned: '对方退回',
}
