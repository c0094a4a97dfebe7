import { awardNumber, type Award } from '../awards'
import type { LawEntry } from '../lawbook'
import type { Clawback } from '../payouts'
import { dayInWords } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { awardStateWords } from '../vocabulary/award-words'
import type { PaymentId, StaffId } from '../vocabulary/ids'
import { inDocuments } from '../vocabulary/money'
import { PAYMENTS } from './batches.view'

type Shown = {
  readonly id: PaymentId
  readonly award: Award
  readonly clawback: Clawback | undefined
  readonly names: ReadonlyMap<StaffId, string>
  readonly grounds: readonly LawEntry<'clawback-ground'>[]
  readonly viewer: StaffId
  readonly once: string
  readonly form: FormState
  readonly problem: string
}

type Step = 'ask' | 'none' | 'wait' | 'approve' | 'receive'

const stepOf = ({ award, clawback, viewer }: Shown): Step => {
  if (clawback === undefined) return award.state === 'paid' ? 'ask' : 'none'
  if (clawback.approvedBy === null) return clawback.askedBy === viewer ? 'wait' : 'approve'
  return clawback.receivedOn === null ? 'receive' : 'none'
}

const toAsked = ({ clawback, names, grounds }: Shown) => {
  if (clawback === undefined) return undefined
  const { ground, text, askedBy, approvedBy, receivedOn } = clawback
  return {
    ground: grounds.find(({ code }) => code === ground)?.data.name ?? ground,
    text,
    asked: names.get(askedBy) ?? '',
    approved: approvedBy === null ? '' : (names.get(approvedBy) ?? ''),
    received: receivedOn === null ? '' : dayInWords(receivedOn),
  }
}

/** Everything views/finance/clawback.ejs prints. */
export const toClawbackPage = (shown: Shown) => {
  const { id, award, grounds, once, form, problem } = shown
  const step = stepOf(shown)
  return {
    title: `${awardNumber(award.year, award.serial)} 追回奖励`,
    ...{ back: `${PAYMENTS}/${id}`, action: `${PAYMENTS}/${id}/clawback`, once, problem },
    state: awardStateWords[award.state],
    sum: inDocuments(award.fen),
    ...{ step, asked: toAsked(shown), errors: form.errors, text: form.values['text'] ?? '' },
    idle: step === 'none' && shown.clawback === undefined,
    grounds: grounds.map(({ code, data }) => ({
      ...{ code, words: data.name, chosen: form.values['ground'] === code },
    })),
  }
}
