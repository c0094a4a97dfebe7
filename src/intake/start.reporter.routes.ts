import type { RequestHandler } from 'express'
import { z } from 'zod'
import { unsureBehaviour } from '../filing'
import { beginDraft } from './begin-draft'
import { throwAway } from './draft-away'
import { resumePath, toStartPage } from './start.view'
import {
  fieldsOf,
  hereOf,
  send,
  type Here,
  type IntakeDeps,
  type Outcome,
} from './wizard.reporter.routes'

const Code = z.string().max(8)

/** A code is taken from an address only when the lawbook knows it; nothing else of it is kept or shown. */
const knownType = (typed: unknown, { lists }: Here): string => {
  const code = Code.safeParse(typed).data
  return lists.behaviours.find(known => known.code === code && code !== unsureBehaviour)?.code ?? ''
}

const showsReceipt = (deps: IntakeDeps, res: Parameters<RequestHandler>[1]): boolean => {
  const receipt = deps.visits.visitOf(res)?.data.receipt
  return receipt !== undefined && receipt.until > deps.clock().getTime()
}

/** The interruption page: what it takes, how to leave, whose telephone this is. */
export const askStart =
  (deps: IntakeDeps): RequestHandler =>
  async (req, res) => {
    const outcome = await deps.db.piecemeal(async (tx): Promise<Outcome> => {
      await deps.intake.submission.assertReady(tx)
      // A code that has not been put away is shown first: nobody may lose it by starting anew.
      if (showsReceipt(deps, res)) return { go: '/report/receipt' }
      const here = await hereOf(tx, deps, req, res)
      const model = toStartPage({
        answers: here.draft?.answers,
        type: knownType(req.query['type'], here),
        idleMinutes: here.lists.limits['wizard.idle-minutes'],
      })
      return { view: 'intake/start', model }
    })
    send(res, outcome)
  }

/** Starts a draft; with a live one it goes on, unless a fresh start was asked for. */
export const doStart =
  (deps: IntakeDeps): RequestHandler =>
  async (req, res) => {
    const fields = fieldsOf(req)
    const path = await deps.db.inTransaction(async tx => {
      await deps.intake.submission.assertReady(tx)
      if (showsReceipt(deps, res)) return '/report/receipt'
      const here = await hereOf(tx, deps, req, res)
      if (here.draft !== undefined && fields['fresh'] !== 'yes') return resumePath(here.answers)
      if (here.draft !== undefined && !(await throwAway(tx, deps, here.draft)))
        return '/report/receipt'
      const preset = knownType(fields['type'], here)
      await beginDraft(tx, deps, res, preset === '' ? {} : { preset })
      return '/report/subject'
    })
    res.redirect(303, path)
  }
