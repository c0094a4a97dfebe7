import type { Request, RequestHandler, Response } from 'express'
import { actorOf, keysOf, stepUpFaults, visitorOf } from '../accounts'
import { admitToCase } from '../cases'
import { attachmentHeader } from '../files'
import { drawDocx, drawPdf } from '../papers'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import { isAllowed, type Permission } from '../vocabulary/permission'
import type { NoticeDeps as Deps } from './notice-deps'
import { DocumentPath, serveForm } from './notices.schema'
import { documentHref, toDocument } from './notices.view'

export const openDocumentDoors = (staff: Doors<Permission>, deps: Deps): void => {
  const one = '/staff/cases/:caseId/documents/:documentId'
  staff.get(one, 'case.view', show(deps))
  staff.get(`${one}/file`, 'case.view', fetchFile(deps))
  staff.post(`${one}/serve`, 'case.write', serve(deps))
  staff.post(`${one}/withdraw`, 'case.write', withdraw(deps))
}

type At = ReturnType<typeof atOf>
const atOf = (req: Request) => {
  const { caseId, documentId } = readPath(DocumentPath, req.params)
  return { caseId, id: documentId }
}

/** @throws notFound('case'): the attempt is recorded */
const admitted = async (deps: Deps, req: Request, res: Response): Promise<At> => {
  const at = atOf(req)
  await admitToCase(deps, actorOf(res), at.caseId)
  return at
}

const waysAt = async ({ lawbook, clock }: Deps, tx: Tx) =>
  new Map(
    (await lawbook.list(tx, 'service-way', { place: '*', on: dayOf(clock()) })).map(one => [
      one.code,
      one.data.name,
    ]),
  )

const limitOf = async ({ lawbook, clock }: Deps, tx: Tx) =>
  (await lawbook.limits(tx, { place: '*', on: dayOf(clock()) }))['note.text']

const draw = async (deps: Deps, res: Response, at: At, form: FormState): Promise<void> => {
  const visitor = visitorOf(res)
  const page = await deps.db.inTransaction(async tx => {
    const opened = await deps.documents.open(tx, visitor, at)
    const people = await deps.accounts.namesOf(
      tx,
      opened.services.map(({ by }) => by),
    )
    return toDocument(opened, {
      ...{ people, form, once: deps.random.uuid() },
      ways: await waysAt(deps, tx),
      most: await limitOf(deps, tx),
      mayWrite: isAllowed(visitor.actor, 'case.write'),
    })
  })
  res.render('notices/document', page)
}

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    await draw(deps, res, await admitted(deps, req, res), blankForm)
  }

const types = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const

/** Drawn anew from what was sealed, in a thread; its name is the number, which is on the paper anyway. */
const fetchFile =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const at = await admitted(deps, req, res)
    const { document, paper } = await deps.db.inTransaction(tx =>
      deps.documents.open(tx, visitorOf(res), at),
    )
    const format = req.query['format'] === 'docx' ? 'docx' : 'pdf'
    const marked =
      document.withdrawnOn === null ? paper : { ...paper, mark: `${document.withdrawnOn} 已撤销` }
    const file = await (format === 'docx' ? drawDocx : drawPdf)(marked)
    res.setHeader('Content-Type', types[format])
    res.setHeader('Content-Disposition', attachmentHeader(`${document.number}.${format}`))
    res.send(file)
  }

const serve =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const at = await admitted(deps, req, res)
    const { ways, most } = await deps.db.inTransaction(async tx => ({
      ways: await waysAt(deps, tx),
      most: await limitOf(deps, tx),
    }))
    const read = readForm(serveForm([...ways.keys()], most), req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), at, read.form)
      return
    }
    await deps.db.inTransaction(tx => deps.documents.serve(tx, visitorOf(res), at, read.value))
    res.redirect(303, documentHref(at))
  }

const withdraw =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const at = await admitted(deps, req, res)
    const body = req.body as Readonly<Record<string, unknown>>
    const otp = typeof body['otp'] === 'string' ? body['otp'] : ''
    const kind = await deps.db.inTransaction(async tx => {
      const checked = await deps.secondFactor.check(tx, keysOf(res), otp)
      if (checked.kind === 'right') await deps.documents.withdraw(tx, visitorOf(res), at)
      return checked.kind
    })
    if (kind === 'right') {
      res.redirect(303, documentHref(at))
      return
    }
    await draw(deps, res.status(422), at, { values: {}, errors: { otp: stepUpFaults[kind] } })
  }
