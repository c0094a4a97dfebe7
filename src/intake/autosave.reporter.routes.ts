import type { RequestHandler } from 'express'
import { readNotes } from '../evidence'
import type { Tx } from '../platform/db/transaction'
import type { OpenDraft } from './draft'
import { asStep, type Step } from './steps.rules'
import { readUnfinished } from './unfinished.rules'
import { fieldsOf, heldDraft, stringsOf, type IntakeDeps } from './wizard.reporter.routes'

const ok = 204
const gone = 410
const notKept = 422

type Fields = ReturnType<typeof fieldsOf>

type Page = { readonly step: Step; readonly draft: OpenDraft; readonly fields: Fields }

/** @returns whether the page's fields are such as are kept */
const keepPage = async (
  tx: Tx,
  { intake, evidence }: IntakeDeps,
  { step, draft, fields }: Page,
): Promise<boolean> => {
  const { limits } = await intake.readLists(tx)
  const answers = { ...draft.answers, at: step }
  if (step === 'evidence') {
    await evidence.saveNotes(tx, draft, readNotes(stringsOf(fields)), limits['evidence.note'])
    if (draft.answers.at !== step) await intake.drafts.save(tx, draft, { answers })
    return true
  }
  const typed = readUnfinished(step, fields, limits['report.text'])
  if (typed !== undefined)
    await intake.drafts.save(tx, draft, { answers, unfinished: { step, typed } })
  return typed !== undefined
}

/**
 * What stands on a page is kept while it is written, by the page's script. It asks for no words, so it gets
 * none: 204 kept, 410 there is no draft any more, 422 not a page that is kept, or more than anybody types.
 */
export const autosave =
  (deps: IntakeDeps): RequestHandler =>
  async (req, res) => {
    const fields = fieldsOf(req)
    const step = asStep(fields['page'])
    const held = heldDraft(deps, res)
    const status = await deps.db.inTransaction(async tx => {
      const draft = held === undefined ? undefined : await deps.intake.drafts.hold(tx, held)
      if (draft === undefined) return gone
      if (step === undefined) return notKept
      return (await keepPage(tx, deps, { step, draft, fields })) ? ok : notKept
    })
    res.status(status).end()
  }

/** 继续填. The request itself moved the end of the visit; this tells whether there is one left to move. */
export const stay =
  (deps: IntakeDeps): RequestHandler =>
  async (_req, res) => {
    const held = heldDraft(deps, res)
    const draft =
      held === undefined
        ? undefined
        : await deps.db.piecemeal(tx => deps.intake.drafts.find(tx, held))
    res.status(draft === undefined ? gone : ok).end()
  }

/** For whoever comes too often: not kept now, and the next time again. */
export const autosaveLater: RequestHandler = (_req, res) => {
  res.end()
}
