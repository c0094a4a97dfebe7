import { z } from 'zod'
import type { InstitutionId } from '../vocabulary/ids'

export const choices = ['institution', 'typed', 'person', 'unknown'] as const
export const aboutBodyAnswers = ['yes', 'no', 'unsure'] as const
export const identityAnswers = ['anon', 'anon-claim', 'named'] as const

const base64 = z.string().transform(text => Buffer.from(text, 'base64url'))

const Subject = z.object({
  choice: z.enum(choices),
  institutionId: z
    .uuid()
    .transform(id => id as InstitutionId)
    .nullable(),
  name: z.string(),
  /** '' when not told. */
  regionCode: z.string(),
  aboutBody: z.enum(aboutBodyAnswers),
})

const Behaviour = z.object({
  codes: z.array(z.string()),
  unsure: z.boolean(),
  department: z.string(),
  traceCode: z.string(),
  billNumber: z.string(),
})

const Events = z.object({
  text: z.string(),
  when: z.string(),
  period: z.string(),
  amount: z.string(),
})

const Relation = z.object({
  relation: z.string(),
  hide: z.string(),
  contactOk: z.enum(['', 'yes', 'no']),
  toldBefore: z.string(),
})

/** What has been answered so far, as the draft row keeps it sealed. Read back by its shape. */
export const AnswersSchema = z.object({
  /** Known behaviour codes from the link that led here. */
  preset: z.string().optional(),
  /** The last search of the registry. It stands here because an address must hold nothing of a report. */
  search: z.object({ q: z.string(), pages: z.array(z.string()) }).optional(),
  subject: Subject.optional(),
  identity: z.enum(identityAnswers).optional(),
  /** Argon2id salt and verifier of the claim word; the word itself is never kept. */
  claim: z.object({ salt: z.string(), verifier: z.string() }).optional(),
  /** The identity itself lies in a column of its own, under the identity key. */
  named: z.boolean().optional(),
  type: Behaviour.optional(),
  what: Events.optional(),
  relation: Relation.optional(),
})

export type Answers = z.output<typeof AnswersSchema>
export type SubjectAnswer = z.output<typeof Subject>
export type TypeAnswer = z.output<typeof Behaviour>
export type WhatAnswer = z.output<typeof Events>
export type RelationAnswer = z.output<typeof Relation>

/** Salt and verifier as one value, as it is sealed to the reporter key. */
export const claimBytes = ({ salt, verifier }: NonNullable<Answers['claim']>): Buffer =>
  Buffer.concat([base64.parse(salt), base64.parse(verifier)])

export const idTypes = ['id-card', 'passport', 'hk-macau', 'taiwan', 'other'] as const
export type IdType = (typeof idTypes)[number]

/** Who reports, for those who chose to say it. Sealed under the identity key from the first POST on. */
export const IdentitySchema = z.object({
  name: z.string(),
  phone: z.string(),
  idType: z.enum(idTypes),
  idNumber: z.string(),
  delivery: z.enum(['platform', 'post']),
  address: z.string(),
})
export type IdentityAnswer = z.output<typeof IdentitySchema>
