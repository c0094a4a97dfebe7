import { z } from 'zod'
import type { InstitutionId } from '../vocabulary/ids'
import {
  aboutBodyAnswers,
  choices,
  identityAnswers,
  idTypes,
  type Answers,
  type IdentityAnswer,
} from '../vocabulary/report-answers'

const Subject = z.object({
  choice: z.enum(choices),
  institutionId: z
    .uuid()
    .transform(id => id as InstitutionId)
    .nullable(),
  name: z.string(),
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

/** What a draft row keeps sealed is read back by its shape, like anything that comes from outside. */
export const AnswersSchema: z.ZodType<Answers> = z.object({
  preset: z.string().optional(),
  search: z.object({ q: z.string(), pages: z.array(z.string()) }).optional(),
  subject: Subject.optional(),
  identity: z.enum(identityAnswers).optional(),
  claim: z.object({ salt: z.string(), verifier: z.string() }).optional(),
  named: z.boolean().optional(),
  type: Behaviour.optional(),
  what: Events.optional(),
  relation: Relation.optional(),
  at: z.string().optional(),
  signs: z.object({ hasty: z.array(z.string()), trapped: z.boolean() }).optional(),
})

export const IdentitySchema: z.ZodType<IdentityAnswer> = z.object({
  name: z.string(),
  phone: z.string(),
  idType: z.enum(idTypes),
  idNumber: z.string(),
  delivery: z.enum(['platform', 'post']),
  address: z.string(),
})

/** Fields as typed, by the page they stand on. */
export const UnfinishedSchema = z.record(
  z.string(),
  z.record(z.string(), z.union([z.string(), z.array(z.string())])),
)
