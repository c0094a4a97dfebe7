import type { Request, RequestHandler, Response } from 'express'
import { actorOf, stepUpFaults, visitorOf, type Visitor } from '../accounts'
import { admitToCase } from '../cases'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { KnownError, notFound } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { CaseId } from '../vocabulary/ids'
import { isAllowed, type Permission } from '../vocabulary/permission'
import { openDocumentDoors } from './document.staff.routes'
import { typedFields } from './fields.rules'
import type { NoticeDeps } from './notice-deps'
import { CasePath, templateForm } from './notices.schema'
import { documentHref, toForm, toList, toPreview } from './notices.view'

type Deps = NoticeDeps

export const openNoticeDoors = (staff: Doors<Permission>, deps: Deps): void => {
  const base = '/staff/cases/:caseId/documents'
  staff.get(base, 'case.view', list(deps))
  staff.get(`${base}/new`, 'case.write', fill(deps))
  staff.post(`${base}/new`, 'case.write', make(deps))
  openDocumentDoors(staff, deps)
}

/** @throws notFound('case'): the attempt is recorded */
const admitted = async (deps: Deps, req: Request, res: Response): Promise<CaseId> => {
  const { caseId } = readPath(CasePath, req.params)
  await admitToCase(deps, actorOf(res), caseId)
  return caseId
}

const list =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const caseId = await admitted(deps, req, res)
    const visitor = visitorOf(res)
    const page = await deps.db.inTransaction(async tx => {
      const templates = await deps.documents.templates(tx, visitor, caseId)
      const documents = await deps.documents.list(tx, visitor, caseId)
      const mayWrite = isAllowed(visitor.actor, 'case.write')
      return toList(caseId, { documents, templates, mayWrite }, dayOf(deps.clock()))
    })
    res.render('notices/list', page)
  }

/** @throws notFound('page') for a template that there is not */
const templateOf = async (
  deps: Deps,
  tx: Tx,
  visitor: Visitor,
  { caseId, code }: { readonly caseId: CaseId; readonly code: unknown },
) => {
  const found = (await deps.documents.templates(tx, visitor, caseId)).find(one => one.code === code)
  if (found === undefined) throw notFound('page')
  return found
}

const fill =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const caseId = await admitted(deps, req, res)
    const template = await deps.db.inTransaction(tx =>
      templateOf(deps, tx, visitorOf(res), { caseId, code: req.query['template'] }),
    )
    const page = toForm(caseId, template, { form: blankForm, once: deps.random.uuid() })
    res.render('notices/new', page)
  }

type Asked = { readonly once: string; readonly typed: ReadonlyMap<string, string> }
type Template = Awaited<ReturnType<typeof templateOf>>

/** Words that tell who reported are shown at the field that has them; nothing was made of them. */
const faultsOf = (template: Template, error: unknown): FormState['errors'] => {
  if (!(error instanceof KnownError) || error.code !== 'document.identifies') throw error
  const field = typedFields(template.data).find(({ name }) => name === error.values['name'])
  return {
    [field?.id ?? 'v0']:
      '这里有能认出举报人的文字，或者照抄了举报人写的话，请用自己的话写。没有生成文书',
  }
}

const textIn = (body: unknown, name: string): string => {
  const value: unknown =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : ''
  return typeof value === 'string' ? value : ''
}

type Wish = Asked & { readonly template: string }

/** Signed: the code is used up together with what it allowed. */
const issue = (
  { db, secondFactor, documents }: Deps,
  visitor: Visitor,
  { caseId, wish, otp }: { readonly caseId: CaseId; readonly wish: Wish; readonly otp: string },
) =>
  db.inTransaction(async tx => {
    const { kind } = await secondFactor.check(tx, visitor.keys, otp)
    if (kind !== 'right') return { kind } as const
    return { kind, document: await documents.issue(tx, visitor, caseId, wish) } as const
  })

type At = { readonly caseId: CaseId; readonly template: Template }
type Values = Readonly<Record<string, string>>

const valuesIn = (template: Template, body: unknown): Values =>
  Object.fromEntries(
    [...typedFields(template.data).map(({ id }) => id), 'once'].map(id => [id, textIn(body, id)]),
  )

/** Looked at, or signed: drawn again where the code is wrong. */
const goOn = async (
  deps: Deps,
  req: Request,
  res: Response,
  { caseId, template, wish, values }: At & { readonly wish: Wish; readonly values: Values },
): Promise<void> => {
  const visitor = visitorOf(res)
  const paper = await deps.db.inTransaction(tx => deps.documents.preview(tx, visitor, caseId, wish))
  const draw = (errors: Values) => {
    res.render('notices/preview', toPreview(caseId, template, { paper, values, errors }))
  }
  if (textIn(req.body, 'act') !== 'issue') {
    draw({})
    return
  }
  const issued = await issue(deps, visitor, { caseId, wish, otp: textIn(req.body, 'otp') })
  if (issued.kind === 'right') {
    res.redirect(303, documentHref(issued.document))
    return
  }
  res.status(422)
  draw({ otp: stepUpFaults[issued.kind] })
}

const make =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const caseId = await admitted(deps, req, res)
    const visitor = visitorOf(res)
    const code = textIn(req.body, 'template')
    const template = await deps.db.inTransaction(tx =>
      templateOf(deps, tx, visitor, { caseId, code }),
    )
    const drawForm = (form: FormState) => {
      res
        .status(422)
        .render('notices/new', toForm(caseId, template, { form, once: deps.random.uuid() }))
    }
    const read = readForm(templateForm(template), req.body)
    if (!read.ok) {
      drawForm(read.form)
      return
    }
    const values = valuesIn(template, req.body)
    const wish = { template: code, ...read.value }
    try {
      await goOn(deps, req, res, { caseId, template, wish, values })
    } catch (error) {
      drawForm({ values, errors: faultsOf(template, error) })
    }
  }
