import type { RequestHandler } from 'express'
import type { z } from 'zod'
import { claimWordForm, identityForm, makeClaim, namedForm } from '../filing'
import type { Answers, IdentityAnswer } from '../vocabulary/report-answers'
import { answering, lostPage, tooOften, type LostPage } from './answering.reporter.routes'
import { namedValues, noNames, toIdentityPage, toNamedPage } from './who.view'
import { asking, type IntakeDeps, type StepPage } from './wizard.reporter.routes'

type Claim = NonNullable<Answers['claim']>

/** Another choice takes with it what only the former one asked for. */
const withIdentity = (
  { claim, named, ...rest }: Answers,
  identity: NonNullable<Answers['identity']>,
): Answers => ({
  ...rest,
  identity,
  ...(identity === 'anon-claim' && claim !== undefined ? { claim } : {}),
  ...(identity === 'named' && named !== undefined ? { named } : {}),
})

const identityPage = ({
  intake,
}: IntakeDeps): StepPage<z.output<ReturnType<typeof identityForm>>> => ({
  step: 'identity',
  schema: ({ lists }) => identityForm(lists.identities),
  typed: ({ answers }) => ({ values: { identity: answers.identity ?? '' }, chosen: [] }),
  draw: async ({ tx, lists, answers }) =>
    toIdentityPage(lists, await intake.submission.canTakeNames(tx, answers.subject)),
  verify: async ({ tx, answers }, { identity }) =>
    identity !== 'named' || (await intake.submission.canTakeNames(tx, answers.subject))
      ? {}
      : { identity: noNames },
  store: ({ answers }, { identity }) => ({
    answers: withIdentity(answers, identity),
    ...(identity === 'named' ? {} : { identity: null }),
  }),
})

const claimWordPage = ({
  random,
}: IntakeDeps): StepPage<{ word: string; word2: string }, Claim> => ({
  step: 'claim-word',
  schema: ({ lists: { limits } }) =>
    claimWordForm(limits['claim-word.min'], limits['claim-word.max']),
  // The word is kept nowhere, so it cannot be shown again.
  typed: () => ({ values: {}, chosen: [] }),
  draw: ({ lists, answers }) => ({
    least: lists.limits['claim-word.min'],
    isSet: answers.claim !== undefined,
  }),
  prepare: ({ word }) => makeClaim(random, word),
  store: ({ answers }, claim) => ({
    answers: { ...withIdentity(answers, 'anon-claim'), claim },
  }),
})

const namedPage = (): StepPage<IdentityAnswer> => ({
  step: 'named',
  schema: ({ lists: { limits, today } }) =>
    namedForm({ name: limits['named.name'], address: limits['named.address'], today }),
  typed: ({ draft }) => ({ values: namedValues(draft?.identity), chosen: [] }),
  draw: () => toNamedPage(),
  store: ({ answers }, identity) => ({
    answers: { ...withIdentity(answers, 'named'), named: true },
    identity,
  }),
})

export const askIdentity = (deps: IntakeDeps): RequestHandler => asking(deps, identityPage(deps))
export const doIdentity = (deps: IntakeDeps): RequestHandler => answering(deps, identityPage(deps))
export const askClaimWord = (deps: IntakeDeps): RequestHandler => asking(deps, claimWordPage(deps))
export const doClaimWord = (deps: IntakeDeps): RequestHandler =>
  answering(deps, claimWordPage(deps))
export const askNamed = (deps: IntakeDeps): RequestHandler => asking(deps, namedPage())
export const doNamed = (deps: IntakeDeps): RequestHandler => answering(deps, namedPage())
export const slowIdentity = (deps: IntakeDeps): RequestHandler => tooOften(deps, identityPage(deps))
export const slowClaimWord = (deps: IntakeDeps): RequestHandler =>
  tooOften(deps, claimWordPage(deps))
export const slowNamed = (deps: IntakeDeps): RequestHandler => tooOften(deps, namedPage())
export const lostIdentity = (deps: IntakeDeps): LostPage => lostPage(deps, identityPage(deps))
export const lostClaimWord = (deps: IntakeDeps): LostPage => lostPage(deps, claimWordPage(deps))
export const lostNamed = (deps: IntakeDeps): LostPage => lostPage(deps, namedPage())
