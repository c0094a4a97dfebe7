import type { Request, RequestHandler, Response } from 'express'
import { keysOf, onceWithCode, stepUpFaults, visitorOf } from '../accounts'
import { admitToCase } from '../cases'
import { KnownError, refused } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, textsIn, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { CaseId } from '../vocabulary/ids'
import { isAllowed, type Permission } from '../vocabulary/permission'
import { refusalSentence } from '../vocabulary/refusal-words'
import { refusals } from '../vocabulary/refusals'
import { choicesAt } from './choices.service'
import { type Draft, isDecided } from './entry.rules'
import type { RegisterDoorDeps as Deps } from './register-door'
import {
  CaseEntryPath,
  CasePath,
  draftForm,
  groundForm,
  NewQuery,
  WriteStep,
} from './register.schema'
import { publishHref, toCasePage, toEntryPage, toFormPage } from './write.view'

export const openWriteDoors = (staff: Doors<Permission>, deps: Deps): void => {
  const all = '/staff/cases/:caseId/publish'
  staff.get(all, 'case.view', list(deps))
  staff.get(`${all}/new`, 'register.write', ask(deps))
  staff.post(`${all}/new`, 'register.write', write(deps))
  staff.get(`${all}/:entryId`, 'case.view', show(deps))
  staff.post(`${all}/:entryId`, 'register.write', change(deps))
}

/** @throws notFound('case'): the attempt is recorded */
const comer = async (deps: Deps, req: Request, res: Response): Promise<CaseId> => {
  const { caseId } = readPath(CasePath, req.params)
  await admitToCase(deps, visitorOf(res).actor, caseId)
  return caseId
}

const mayWrite = (res: Response): boolean => isAllowed(visitorOf(res).actor, 'register.write')

const list =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const caseId = await comer(deps, req, res)
    const page = await deps.db.inTransaction(async tx => ({
      ...(await deps.register.writing.frame(tx, visitorOf(res), caseId)),
      choices: await choicesAt(deps, tx),
    }))
    res.render('register/case', toCasePage({ ...page, mayWrite: mayWrite(res) }))
  }

type Drawn = {
  readonly once: string
  readonly form: FormState
  readonly entry?: string | undefined
  readonly preview?: Draft | undefined
}

const drawForm = async (
  deps: Deps,
  res: Response,
  caseId: CaseId,
  { entry, ...drawn }: Drawn,
): Promise<void> => {
  const { db, register, organisations } = deps
  const page = await db.inTransaction(async tx => {
    const { found, target } = await register.writing.frame(tx, visitorOf(res), caseId)
    if (!isDecided(found)) throw refused('register.not-decided')
    const returned =
      entry === undefined
        ? undefined
        : await register.writing.open(tx, visitorOf(res), { caseId, id: entry })
    const { name: body } = await organisations.get(tx, found.organisationId)
    return { found, target, body, returned, choices: await choicesAt(deps, tx) }
  })
  res.render('register/write', toFormPage({ ...page, ...drawn }))
}

const ask =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const caseId = await comer(deps, req, res)
    const { entry } = NewQuery.parse(req.query)
    const once = entry ?? deps.random.uuid()
    await drawForm(deps, res, caseId, { once, entry, form: blankForm })
  }

const write =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, random, register } = deps
    const caseId = await comer(deps, req, res)
    const visitor = visitorOf(res)
    const choices = await db.inTransaction(tx => choicesAt(deps, tx))
    const values = textsIn(req.body)
    const again = (status: number, errors: FormState['errors'], preview?: Draft) =>
      drawForm(deps, res.status(status), caseId, {
        ...{ once: values['once'] ?? random.uuid(), form: { values, errors }, preview },
      })
    const read = readForm(draftForm(choices), req.body)
    if (!read.ok) {
      await again(422, read.form.errors)
      return
    }
    const wish = read.value
    const { step } = WriteStep.parse(req.body)
    try {
      const faults = await db.inTransaction(tx =>
        step === 'send'
          ? register.writing.write(tx, visitor, caseId, wish)
          : register.writing.faults(tx, visitor, caseId, wish.draft),
      )
      if (Object.keys(faults).length > 0) await again(422, faults)
      else if (step === 'look') await again(200, {}, wish.draft)
      else res.redirect(303, publishHref(caseId, wish.id))
    } catch (error) {
      await again(409, { [fieldOf(error)]: sentenceOf(error) })
    }
  }

/** A number that stands already is told at its field; what a colleague did, above the form. */
const fieldOf = (error: unknown): string =>
  error instanceof KnownError && error.code === 'register.number-taken' ? 'number' : 'kind'

/** What was refused, to be said on the page itself with what was typed. @throws anything else */
const sentenceOf = (error: unknown): string => {
  if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
  if (!(error.code in refusals) || error.code === 'register.not-decided') throw error
  return refusalSentence(error)
}

const draw = async (
  deps: Deps,
  res: Response,
  at: { readonly caseId: CaseId; readonly id: string },
  drawn: { readonly form: FormState; readonly problem?: string },
): Promise<void> => {
  const { db, register, organisations } = deps
  const page = await db.inTransaction(async tx => {
    const { found } = await register.writing.frame(tx, visitorOf(res), at.caseId)
    const opened = await register.writing.open(tx, visitorOf(res), at)
    const { name: body } = await organisations.get(tx, opened.entry.organisationId)
    return { found, opened, body, choices: await choicesAt(deps, tx) }
  })
  res.render('register/entry', toEntryPage({ ...page, ...drawn, mayWrite: mayWrite(res) }))
}

const atOf = async (deps: Deps, req: Request, res: Response) => {
  const { caseId, entryId } = readPath(CaseEntryPath, req.params)
  await comer(deps, req, res)
  return { caseId, id: entryId }
}

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    await draw(deps, res, await atOf(deps, req, res), { form: blankForm })
  }

const change =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, register, secondFactor } = deps
    const at = await atOf(deps, req, res)
    const visitor = visitorOf(res)
    const { entry } = await db.inTransaction(tx => register.writing.open(tx, visitor, at))
    const choices = await db.inTransaction(tx => choicesAt(deps, tx))
    const read = readForm(groundForm(choices), req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), at, { form: read.form })
      return
    }
    const { ground, otp } = read.value
    if (entry.state !== 'published' && entry.state !== 'changed') throw refused('register.moved-on')
    const kind = await db.inTransaction(tx =>
      onceWithCode(
        async () => (await register.writing.open(tx, visitor, at)).entry.state === 'changed',
        async () => {
          const checked = await secondFactor.check(tx, keysOf(res), otp)
          if (checked.kind === 'right') await register.writing.change(tx, visitor, at, ground)
          return checked
        },
      ),
    )
    if (kind === 'right') {
      res.redirect(303, publishHref(at.caseId, at.id))
      return
    }
    const form = { values: { ground }, errors: { otp: stepUpFaults[kind] } }
    await draw(deps, res.status(422), at, { form })
  }
