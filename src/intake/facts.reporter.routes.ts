import type { RequestHandler } from 'express'
import {
  type FactLimits,
  kindOfChoice,
  kindOfInstitution,
  type Lists,
  relationForm,
  typeForm,
  whatForm,
} from '../filing'
import type { RelationAnswer, TypeAnswer, WhatAnswer } from '../vocabulary/report-answers'
import { answering, lostPage, tooOften, type LostPage } from './answering.reporter.routes'
import { relationValues, toRelationPage, toTypePage, toWhatPage, typeValues } from './facts.view'
import { asking, type Here, type IntakeDeps, type StepPage } from './wizard.reporter.routes'

const limitsOf = ({ limits }: Lists): FactLimits => ({
  text: limits['report.text'],
  short: limits['subject.department'],
  bill: limits['subject.bill-number'],
  hide: limits['relation.hide'],
})

/** The kind of target chosen in step 1, which decides whose list of behaviours comes first. */
const kindOfTarget = async (deps: IntakeDeps, here: Here): Promise<string | undefined> => {
  const { subject } = here.answers
  if (subject === undefined) return undefined
  const { institutionId } = subject
  const listed =
    institutionId === null ? undefined : await deps.registry.find(here.tx, institutionId)
  const kind = listed === undefined ? undefined : kindOfInstitution(listed.kind, here.lists.kinds)
  return kindOfChoice(subject.choice, kind)
}

const typePage = (deps: IntakeDeps): StepPage<TypeAnswer> => ({
  step: 'type',
  schema: ({ lists }) =>
    typeForm(limitsOf(lists), new Set(lists.behaviours.map(({ code }) => code))),
  typed: ({ answers: { type, preset } }) => ({
    values: type === undefined ? {} : typeValues(type),
    chosen: type?.codes ?? (preset === undefined ? [] : [preset]),
  }),
  draw: async (here, { chosen }) => toTypePage(here.lists, await kindOfTarget(deps, here), chosen),
  store: ({ answers }, type) => ({ answers: { ...answers, type } }),
})

const whatPage = (): StepPage<WhatAnswer> => ({
  step: 'what',
  schema: ({ lists }) => whatForm(limitsOf(lists), lists.today),
  typed: ({ answers: { what } }) => ({ values: { ...what }, chosen: [] }),
  draw: ({ lists }) => toWhatPage(lists),
  store: ({ answers }, what) => ({ answers: { ...answers, what } }),
})

const relationPage = (): StepPage<RelationAnswer> => ({
  step: 'relation',
  schema: ({ lists }) =>
    relationForm(limitsOf(lists), new Set(lists.relations.map(({ code }) => code))),
  typed: ({ answers: { relation } }) => ({ values: relationValues(relation), chosen: [] }),
  draw: ({ lists }) => toRelationPage(lists),
  store: ({ answers }, relation) => ({ answers: { ...answers, relation } }),
})

export const askType = (deps: IntakeDeps): RequestHandler => asking(deps, typePage(deps))
export const doType = (deps: IntakeDeps): RequestHandler => answering(deps, typePage(deps))
export const askWhat = (deps: IntakeDeps): RequestHandler => asking(deps, whatPage())
export const doWhat = (deps: IntakeDeps): RequestHandler => answering(deps, whatPage())
export const askRelation = (deps: IntakeDeps): RequestHandler => asking(deps, relationPage())
export const doRelation = (deps: IntakeDeps): RequestHandler => answering(deps, relationPage())
export const slowType = (deps: IntakeDeps): RequestHandler => tooOften(deps, typePage(deps))
export const slowWhat = (deps: IntakeDeps): RequestHandler => tooOften(deps, whatPage())
export const slowRelation = (deps: IntakeDeps): RequestHandler => tooOften(deps, relationPage())
export const lostType = (deps: IntakeDeps): LostPage => lostPage(deps, typePage(deps))
export const lostWhat = (deps: IntakeDeps): LostPage => lostPage(deps, whatPage())
export const lostRelation = (deps: IntakeDeps): LostPage => lostPage(deps, relationPage())
