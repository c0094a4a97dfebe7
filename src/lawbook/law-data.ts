import { z } from 'zod'
import { BankLayout } from './bank-layout'
import type { periodUnits } from './deadline-rule'
import { DeadlineRule } from './deadline-rule'
import { DocumentTemplate } from './document-template'
import { RewardRule } from './reward-rule'
import { TransferReceiver } from './transfer-receiver'

const text = z.string().trim().min(1)

const TargetKind = z.strictObject({
  name: text,
  order: z.int(),
  /** Words of the institution list (类别) that belong here. */
  institutionKinds: z.array(text),
  /** Whether the target is looked up in the list of institutions. */
  registered: z.boolean(),
})

const Behaviour = z.strictObject({
  targetKinds: z.array(text).min(1),
  plain: text,
  term: text,
  article: text.optional(),
  /** Official classification: kind of subject, cause. */
  internal: text.optional(),
  home: z.boolean(),
  order: z.int(),
})

const Relation = z.strictObject({
  name: text,
  order: z.int(),
  /** Works or worked there: kept 从严保密. */
  insider: z.boolean(),
})

const RefusalGround = z.strictObject({
  name: text,
  order: z.int(),
  /** What the reporter reads. */
  told: text,
})

/** Why a step of a case's course is taken, but for refusing a report, which has grounds of its own. */
const StepGround = z.strictObject({
  name: text,
  order: z.int(),
  /** Steps of the course whose grounds it is among. */
  actions: z.array(text).min(1),
  /** What the reporter reads after the ground; may be nothing. */
  told: z.string(),
})

/** What the reporter is told of a step: {ground}, {told}, {receiver}, {where} and {outcome} are filled in. */
const StepNotice = z.strictObject({ name: text, told: text })

/** A department that a case is handed to, or to which a reporter is sent. */
const Receiver = z.strictObject({
  name: text,
  order: z.int(),
  uses: z.array(z.enum(['hand-over', 'redirect'])).min(1),
  /** How a reporter gets there. */
  where: text,
})

/** Why a reporter's identity may be asked for. */
const ReleaseGround = z.strictObject({
  name: text,
  order: z.int(),
  /** What the reporter reads. */
  told: text,
})

/** How a letter is served on a reporter who gave a name. */
const ServiceWay = z.strictObject({
  name: text,
  order: z.int(),
  /** What the reporter reads. */
  told: text,
})

/** For how long a case is kept after it ended like this. An outcome without one is kept without end. */
const RetentionTerm = z.strictObject({
  name: text,
  order: z.int(),
  length: z.int().positive(),
  unit: z.enum(['months', 'years']),
  /** From when it is counted. */
  from: text,
})

/** Why a case is kept beyond its term, and why no longer. */
const HoldGround = z.strictObject({ name: text, order: z.int(), use: z.enum(['set', 'lift']) })

/** Why the key of a desk is renewed, or a report of figures sent back. */
const RotationGround = z.strictObject({ name: text, order: z.int() })

/** Why a published decision is withdrawn; `told` is the sentence that anybody may read. */
const PublicationGround = z.strictObject({ name: text, order: z.int(), told: text })

/** Why somebody reads an original without its masks. */
const UnmaskGround = z.strictObject({ name: text, order: z.int() })

/** Why a body's money for rewards becomes more or less. */
const BudgetGround = z.strictObject({ name: text, order: z.int(), sign: z.enum(['more', 'less']) })

/** Why a claim cannot be paid so; `told` is what the reporter reads. */
const ClaimReturn = z.strictObject({ name: text, order: z.int(), told: text })

/** Why a payment is turned back; why what was paid is asked back. */
const MoneyGround = z.strictObject({ name: text, order: z.int() })

/** What a voucher says of tax, and by which rule: an administrator's to settle. */
const RewardTax = z.strictObject({ words: text, basis: z.string(), order: z.int() })

const IdentityChoice = z.strictObject({
  name: text,
  order: z.int(),
  hint: text,
  facts: z.array(z.strictObject({ yes: z.boolean(), text })),
})

/** Why a clock stands still, and which clocks may. */
const PauseGround = z.strictObject({
  name: text,
  order: z.int(),
  /** Codes of deadline rules; none: only the step of a case that stands still as a whole. */
  rules: z.array(text),
})

const Limit = z.strictObject({ name: text, value: z.int().positive(), unit: text })

const EvidenceKind = z.strictObject({
  name: text,
  order: z.int(),
  extensions: z.array(z.string().regex(/^[a-z0-9]+$/)).min(1),
  /** What the content may turn out to be, whatever the name says. */
  types: z.array(z.string().regex(/^[a-z]+\/[\w.+-]+$/)).min(1),
})

/** Why somebody must keep away from a case. */
const ExclusionGround = z.strictObject({ name: text, order: z.int() })

/** A holiday and its days: `solar:MM-DD`, `lunar:MM-DD`, `lunar:eve` before the first, `term:qingming`. */
const Holiday = z.strictObject({
  name: text,
  order: z.int(),
  days: z.array(z.string().regex(/^((solar|lunar):\d\d-\d\d|lunar:eve|term:qingming)$/)).min(1),
})

/** When somebody is told that a clock is near its day or past it, and who. */
const ReminderStep = z.strictObject({
  name: text,
  /** Which of them comes after which; it stays with its code for good. */
  order: z.int().positive().max(20),
  to: z.enum(['handlers', 'principal', 'supervision']),
  /** Working days after the due day; below zero before it. */
  workingDays: z.int().min(-60).max(60),
})

/** Why somebody does not stand in the pool of a draw; why a draw is given up. */
const DrawReason = z.strictObject({ name: text, order: z.int() })

/** Why a second factor is reset. */
const FactorResetGround = z.strictObject({ name: text, order: z.int() })

/** What a paper or file of the investigation record is (全过程记录). */
const RecordKind = z.strictObject({
  name: text,
  order: z.int(),
  /** Which of the kinds of evidence that the law knows; '' for a working paper. */
  evidence: z.string(),
  /** May be written down here instead of brought as a file. */
  text: z.boolean(),
  /** Where it was taken belongs to it. */
  place: z.boolean(),
})

/** On what a legal reviewer gives an opinion, one by one. */
const ReviewPoint = z.strictObject({ name: text, order: z.int(), asks: text, article: text })

/** When no decision may be made before a legal review. Everything that stands in `when` must hold. */
const ReviewRule = z.strictObject({
  name: text,
  order: z.int(),
  article: text,
  when: z.strictObject({
    outcomes: z.array(text).optional(),
    /** Any of these measures is among those of the case. */
    measures: z.array(text).optional(),
    /** Fines together, in fen. */
    atLeast: z.int().positive().optional(),
    /** Any of these kinds stands in the investigation record: a hearing was held. */
    recordKinds: z.array(text).optional(),
    /** A fine lies outside its discretion band. */
    outsideBand: z.literal(true).optional(),
  }),
  /** Nothing that can be counted: the officers say so when they submit the case. */
  judged: z.boolean(),
})

/** Between which bounds a penalty lies: multiples of the loss in percent, or sums in yuan. */
const Band = z.union([
  z
    .strictObject({ of: z.literal('loss'), fromPercent: z.int().min(0), toPercent: z.int().min(0) })
    .refine(({ fromPercent, toPercent }) => fromPercent <= toPercent),
  z
    .strictObject({ of: z.literal('sum'), fromYuan: z.int().min(0), toYuan: z.int().min(0) })
    .refine(({ fromYuan, toYuan }) => fromYuan <= toYuan),
])

/** What somebody can be found to have done, and what the law says follows. */
const Violation = z.strictObject({
  term: text,
  /** The legal basis, as a decision quotes it. */
  basis: text,
  targetKinds: z.array(text).min(1),
  order: z.int(),
  /** Whether it can cost the fund money by itself. */
  fundLoss: z.boolean(),
  /** Without one the law has no fine for it. */
  band: Band.optional(),
})

/** A narrower band that a place has set for a violation; its code is that of the violation. */
const DiscretionBand = z.strictObject({ band: Band, basis: text })

/** What is done about a finding. */
const MeasureKind = z.strictObject({
  name: text,
  group: z.enum(['agreement', 'order', 'recovery', 'penalty', 'licence', 'told']),
  order: z.int(),
  basis: text.optional(),
  /** It is about a sum of money. */
  money: z.enum(['recovery', 'fine', 'deduction']).optional(),
  /** It goes to somebody else, who is named. */
  receiver: z.boolean().optional(),
  /** It is done by a document, whose number is named. */
  number: z.boolean().optional(),
  /** Targets of these kinds that are public: no such case is closed before this was done. */
  requiredForPublic: z.array(text).optional(),
})

/** Where a list of clues comes from. */
const BatchSource = z.strictObject({ name: text, order: z.int() })

/** A column of a list of clues, and how headers call it. */
const BatchField = z.strictObject({
  name: text,
  order: z.int(),
  required: z.boolean(),
  headers: z.array(text),
})

/** How pressing a clue of a list is; after so many working days without a step it rises in the queue. */
const RiskLevel = z.strictObject({
  name: text,
  order: z.int(),
  words: z.array(text).min(1),
  slowAfterWorkingDays: z.int().min(1).nullable(),
})

/** What is asked before anything is calculated, and what holds where several reported: each is answered with a reason. */
const RewardTest = z.strictObject({
  part: z.enum(['condition', 'exclusion', 'several']),
  order: z.int(),
  words: text,
  article: text.optional(),
  /** To whoever is refused a reward by it; the first version had none. */
  told: text.optional(),
})

/**
 * A site that citizens may be led to for the text of a rule, by its host name as an address has it (no port; other scripts
 * in punycode); what stands below it belongs to it.
 */
const LinkHost = z.strictObject({
  name: text,
  order: z.int(),
  /** false takes it off the list from that version's day on. */
  on: z.boolean().default(true),
  host: z
    .string()
    .refine(
      host => /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$/.test(host),
      '只写一家网站的名字，小写，例如 ybj.example.cn：不写 http，不写 /',
    ),
})

export const lawDataSchemas = {
  'target-kind': TargetKind,
  behaviour: Behaviour,
  relation: Relation,
  'refusal-ground': RefusalGround,
  'step-ground': StepGround,
  'step-notice': StepNotice,
  receiver: Receiver,
  'transfer-receiver': TransferReceiver,
  'exclusion-ground': ExclusionGround,
  'factor-reset-ground': FactorResetGround,
  'unmask-ground': UnmaskGround,
  'identity-choice': IdentityChoice,
  'release-ground': ReleaseGround,
  'service-way': ServiceWay,
  'document-template': DocumentTemplate,
  'deadline-rule': DeadlineRule,
  'pause-ground': PauseGround,
  limit: Limit,
  'evidence-kind': EvidenceKind,
  'retention-term': RetentionTerm,
  'hold-ground': HoldGround,
  'rotation-ground': RotationGround,
  'statistics-ground': RotationGround,
  'decision-kind': RotationGround,
  'publication-return': RotationGround,
  'publication-ground': PublicationGround,
  'reminder-step': ReminderStep,
  'draw-absence': DrawReason,
  'draw-abandon': DrawReason,
  holiday: Holiday,
  'record-kind': RecordKind,
  'review-point': ReviewPoint,
  'review-rule': ReviewRule,
  violation: Violation,
  'discretion-band': DiscretionBand,
  'measure-kind': MeasureKind,
  'batch-source': BatchSource,
  'batch-field': BatchField,
  'risk-level': RiskLevel,
  'bank-layout': BankLayout,
  'budget-ground': BudgetGround,
  'claim-return': ClaimReturn,
  'payment-reversal': MoneyGround,
  'clawback-ground': MoneyGround,
  'reward-tax': RewardTax,
  'reward-rule': RewardRule,
  'reward-test': RewardTest,
  'link-host': LinkHost,
} as const

export type LawData = {
  readonly [Kind in keyof typeof lawDataSchemas]: z.output<(typeof lawDataSchemas)[Kind]>
}

export type Period = {
  readonly length: number
  readonly unit: (typeof periodUnits)[number]
  readonly direction: 'after' | 'before'
}
