import type { Request, Response } from 'express'
import type { Tx } from '../platform/db/transaction'
import type { FormState } from '../platform/http/form'
import {
  dataOf,
  drawn,
  fieldsOf,
  heldDraft,
  stringsOf,
  type Fields,
  type Here,
  type IntakeDeps,
  type Outcome,
  type StepForm,
  type StepPage,
} from './wizard.reporter.routes'
import { goneSentence, sentElsewhereSentence, sentSentence } from './wizard.view'

export type Sent = { readonly req: Request; readonly res: Response }

const chosenIn = (fields: Fields): readonly string[] =>
  [fields['behaviours'] ?? []].flat().filter(code => typeof code === 'string')

/** The page as it was sent: nothing that was typed is lost. */
export const typedForm = (fields: Fields, { values, errors }: FormState): StepForm => ({
  values: { ...values, ...stringsOf(fields) },
  errors,
  chosen: chosenIn(fields),
})

/** Why a POST found no draft to write to, in the words that the page shows. */
const goneBecause = async (tx: Tx, deps: IntakeDeps, res: Response): Promise<string> => {
  if (dataOf(deps, res).receipt !== undefined) return sentSentence
  const held = heldDraft(deps, res)
  const sent = held === undefined ? undefined : await deps.intake.findSent(tx, held.id)
  return sent === undefined ? goneSentence : sentElsewhereSentence
}

export type Lost = { readonly errors: FormState['errors']; readonly status?: number }

export const drawGone = <T, R>(
  page: StepPage<T, R>,
  here: Here,
  fields: Fields,
  { errors, status = 422 }: Lost,
): Promise<Outcome> => {
  const form = typedForm(fields, { values: {}, errors })
  return drawn(page, { ...here, draft: undefined, answers: {} }, form, { status, gone: true })
}

const codeNotUsed = '填了续填码，请点“用续填码接着写”；不用的话把它删掉'

/** No draft to write to. Undefined: a new one may be begun with what this page says. */
export const gonePage = async <T, R>(
  deps: IntakeDeps,
  page: StepPage<T, R>,
  here: Here,
  { req, res }: Sent,
): Promise<Outcome | undefined> => {
  const fields = fieldsOf(req)
  const restart = fields['restart'] === 'yes'
  const code = fields['resume_code']
  if (restart && (typeof code !== 'string' || code.trim() === '')) return undefined
  const errors: Lost['errors'] = restart
    ? { resume_code: codeNotUsed }
    : { restart: await goneBecause(here.tx, deps, res) }
  return drawGone(page, here, fields, { errors })
}
