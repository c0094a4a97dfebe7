import { asDay } from '../platform/clock'
import bankLayout from './data/bank-layout.json'
import batchField from './data/batch-field.json'
import batchSource from './data/batch-source.json'
import behaviour from './data/behaviour.json'
import budgetGround from './data/budget-ground.json'
import claimReturn from './data/claim-return.json'
import clawbackGround from './data/clawback-ground.json'
import deadlineRule from './data/deadline-rule.json'
import decisionKind from './data/decision-kind.json'
import discretionBand from './data/discretion-band.json'
import documentTemplate from './data/document-template.json'
import drawAbandon from './data/draw-abandon.json'
import drawAbsence from './data/draw-absence.json'
import evidenceKind from './data/evidence-kind.json'
import exclusionGround from './data/exclusion-ground.json'
import factorResetGround from './data/factor-reset-ground.json'
import holdGround from './data/hold-ground.json'
import holiday from './data/holiday.json'
import identityChoice from './data/identity-choice.json'
import limit from './data/limit.json'
import linkHost from './data/link-host.json'
import measureKind from './data/measure-kind.json'
import pauseGround from './data/pause-ground.json'
import paymentReversal from './data/payment-reversal.json'
import publicationGround from './data/publication-ground.json'
import publicationReturn from './data/publication-return.json'
import receiver from './data/receiver.json'
import recordKind from './data/record-kind.json'
import refusalGround from './data/refusal-ground.json'
import relation from './data/relation.json'
import releaseGround from './data/release-ground.json'
import reminderStep from './data/reminder-step.json'
import retentionTerm from './data/retention-term.json'
import reviewPoint from './data/review-point.json'
import reviewRule from './data/review-rule.json'
import rewardRule from './data/reward-rule.json'
import rewardTax from './data/reward-tax.json'
import rewardTest from './data/reward-test.json'
import riskLevel from './data/risk-level.json'
import rotationGround from './data/rotation-ground.json'
import serviceWay from './data/service-way.json'
import statisticsGround from './data/statistics-ground.json'
import stepGround from './data/step-ground.json'
import stepNotice from './data/step-notice.json'
import targetKind from './data/target-kind.json'
import transferReceiver from './data/transfer-receiver.json'
import unmaskGround from './data/unmask-ground.json'
import violation from './data/violation.json'
import type { LawKind, LawStatus, NewLawEntry } from './law-entry'

/** What a file says for all its entries, and what an entry may say otherwise. */
type Heading = {
  readonly place: string
  readonly version: number
  readonly validFrom: string
  readonly validTo: string | null
  readonly source: string
  readonly status: string
}
type Line = Partial<Heading> & { readonly code: string; readonly data: unknown }
type Sheet = { readonly heading: Heading; readonly entries: readonly Line[] }

const sheets: Readonly<Record<LawKind, Sheet>> = {
  'target-kind': targetKind,
  behaviour,
  relation,
  'refusal-ground': refusalGround,
  'step-ground': stepGround,
  'step-notice': stepNotice,
  receiver,
  'unmask-ground': unmaskGround,
  'identity-choice': identityChoice,
  'release-ground': releaseGround,
  'service-way': serviceWay,
  'document-template': documentTemplate,
  'deadline-rule': deadlineRule,
  'pause-ground': pauseGround,
  limit,
  'evidence-kind': evidenceKind,
  'retention-term': retentionTerm,
  'hold-ground': holdGround,
  'statistics-ground': statisticsGround,
  'decision-kind': decisionKind,
  'publication-return': publicationReturn,
  'publication-ground': publicationGround,
  'factor-reset-ground': factorResetGround,
  'exclusion-ground': exclusionGround,
  'rotation-ground': rotationGround,
  'reminder-step': reminderStep,
  'draw-absence': drawAbsence,
  'draw-abandon': drawAbandon,
  holiday,
  'record-kind': recordKind,
  'review-point': reviewPoint,
  'review-rule': reviewRule,
  violation,
  'discretion-band': discretionBand,
  'measure-kind': measureKind,
  'batch-source': batchSource,
  'batch-field': batchField,
  'risk-level': riskLevel,
  'transfer-receiver': transferReceiver,
  'bank-layout': bankLayout,
  'budget-ground': budgetGround,
  'claim-return': claimReturn,
  'payment-reversal': paymentReversal,
  'clawback-ground': clawbackGround,
  'reward-tax': rewardTax,
  'reward-rule': rewardRule,
  'reward-test': rewardTest,
  'link-host': linkHost,
}

const readSheet = ([kind, { heading, entries }]: [string, Sheet]): NewLawEntry[] =>
  entries.map(line => {
    const { validFrom, validTo, status, ...rest } = { ...heading, ...line }
    return {
      ...rest,
      kind: kind as LawKind,
      validFrom: asDay(validFrom),
      validTo: validTo === null ? null : asDay(validTo),
      status: status as LawStatus,
    }
  })

export const shippedLaw = (): NewLawEntry[] => Object.entries(sheets).flatMap(readSheet)
