import { z } from 'zod'

const text = z.string().trim().min(1)

const periodUnits = ['working', 'natural', 'months', 'hours', 'years'] as const
const Unit = z.enum(periodUnits)

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

/** Why the key of a desk is renewed. */
const RotationGround = z.strictObject({ name: text, order: z.int() })

/** Why somebody reads an original without its masks. */
const UnmaskGround = z.strictObject({ name: text, order: z.int() })

const IdentityChoice = z.strictObject({
  name: text,
  order: z.int(),
  hint: text,
  facts: z.array(z.strictObject({ yes: z.boolean(), text })),
})

const Extension = z.strictObject({
  length: z.int().positive(),
  unit: Unit,
  times: z.int().positive().optional(),
  atMost: z.boolean().optional(),
  approver: text,
})

const DeadlineRule = z.strictObject({
  name: text,
  trigger: text,
  action: text,
  /** null: a programme date, not a clock. */
  length: z.int().positive().nullable(),
  unit: Unit.nullable(),
  direction: z.enum(['after', 'before']),
  extensions: z.array(Extension),
  suspension: text.optional(),
  told: text.optional(),
  article: text,
  note: text.optional(),
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

/** Why a second factor is reset. */
const FactorResetGround = z.strictObject({ name: text, order: z.int() })

export const lawDataSchemas = {
  'target-kind': TargetKind,
  behaviour: Behaviour,
  relation: Relation,
  'refusal-ground': RefusalGround,
  'exclusion-ground': ExclusionGround,
  'factor-reset-ground': FactorResetGround,
  'unmask-ground': UnmaskGround,
  'identity-choice': IdentityChoice,
  'release-ground': ReleaseGround,
  'service-way': ServiceWay,
  'deadline-rule': DeadlineRule,
  limit: Limit,
  'evidence-kind': EvidenceKind,
  'retention-term': RetentionTerm,
  'hold-ground': HoldGround,
  'rotation-ground': RotationGround,
} as const

export type LawData = {
  readonly [Kind in keyof typeof lawDataSchemas]: z.output<(typeof lawDataSchemas)[Kind]>
}

export type Period = {
  readonly length: number
  readonly unit: (typeof periodUnits)[number]
  readonly direction: 'after' | 'before'
}
