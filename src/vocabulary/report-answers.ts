import type { InstitutionId } from './ids'

export const choices = ['institution', 'typed', 'person', 'unknown'] as const
export const aboutBodyAnswers = ['yes', 'no', 'unsure'] as const
export const identityAnswers = ['anon', 'anon-claim', 'named'] as const
export const idTypes = ['id-card', 'passport', 'hk-macau', 'taiwan', 'other'] as const
export type IdType = (typeof idTypes)[number]

export type SubjectAnswer = {
  readonly choice: (typeof choices)[number]
  readonly institutionId: InstitutionId | null
  readonly name: string
  /** '' when not told. */
  readonly regionCode: string
  readonly aboutBody: (typeof aboutBodyAnswers)[number]
}

export type TypeAnswer = {
  readonly codes: readonly string[]
  readonly unsure: boolean
  readonly department: string
  readonly traceCode: string
  readonly billNumber: string
}

export type WhatAnswer = {
  readonly text: string
  readonly when: string
  readonly period: string
  readonly amount: string
}

export type RelationAnswer = {
  readonly relation: string
  readonly hide: string
  readonly contactOk: '' | 'yes' | 'no'
  readonly toldBefore: string
}

/** Argon2id salt and verifier of the claim word, base64url; the word itself is never kept. */
export type ClaimAnswer = { readonly salt: string; readonly verifier: string }

/** What has been answered so far. */
export type Answers = {
  /** A known behaviour code from the link that led here. */
  readonly preset?: string | undefined
  /** The last search of the registry: here, because an address must hold nothing of a report. */
  readonly search?: { readonly q: string; readonly pages: readonly string[] } | undefined
  readonly subject?: SubjectAnswer | undefined
  readonly identity?: (typeof identityAnswers)[number] | undefined
  readonly claim?: ClaimAnswer | undefined
  /** The identity itself lies in a column of its own, under the identity key. */
  readonly named?: boolean | undefined
  readonly type?: TypeAnswer | undefined
  readonly what?: WhatAnswer | undefined
  readonly relation?: RelationAnswer | undefined
  /** The page that the writer was on when something was last kept: where a return leads. */
  readonly at?: string | undefined
  /** Steps that were filled in faster than anybody reads, and whether the hidden field was. Never sent on. */
  readonly signs?: { readonly hasty: readonly string[]; readonly trapped: boolean } | undefined
}

/** Who reports, for those who chose to say it. */
export type IdentityAnswer = {
  readonly name: string
  readonly phone: string
  readonly idType: IdType
  readonly idNumber: string
  readonly delivery: 'platform' | 'post'
  readonly address: string
}

/** What the kinds of papers are called. */
export const paperNames: Readonly<Record<IdType, string>> = {
  'id-card': '居民身份证',
  passport: '护照',
  'hk-macau': '港澳居民来往内地通行证',
  taiwan: '台湾居民来往大陆通行证',
  other: '其他证件',
}
