import { createHash, timingSafeEqual } from 'node:crypto'
import type { Visitor } from '../accounts'
import type { LawEntry } from '../lawbook'
import type { Paper } from '../papers'
import { openField, openJson, sealField, sealJson } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { CaseId } from '../vocabulary/ids'
import type {
  IssuedDocument,
  IssueWish,
  OpenDocument,
  ServedOn,
  Service,
  Verdict,
} from './document'
import {
  findByNumber,
  findDocument,
  findOnce,
  insertDocument,
  insertService,
  listDocuments,
  listServices,
  markWithdrawn,
  takeSerial,
  type DocumentRow,
} from './documents.repository'
import { draft, fits, openCase, type DocumentDeps as Deps } from './drafting.service'
import { codeFrom, documentNumber, readCode, readNumber } from './template.rules'

type OfCase<T> = (tx: Tx, visitor: Visitor, caseId: CaseId) => Promise<T>

export type Documents = {
  /** What may be written in that case today. */
  readonly templates: OfCase<readonly LawEntry<'document-template'>[]>
  readonly list: OfCase<readonly IssuedDocument[]>
  /**
   * The document as it would be, without number and code; nothing is kept.
   * @throws notFound('case'), as fillTemplate, refused `document.identifies`
   */
  readonly preview: (
    tx: Tx,
    visitor: Visitor,
    caseId: CaseId,
    wish: Omit<IssueWish, 'once'>,
  ) => Promise<Paper>
  /** Numbered, sealed and for good. The same form again gives the same document. @throws as preview */
  readonly issue: (
    tx: Tx,
    visitor: Visitor,
    caseId: CaseId,
    wish: IssueWish,
  ) => Promise<IssuedDocument>
  /** Read, which is recorded. @throws notFound('document') */
  readonly open: (
    tx: Tx,
    visitor: Visitor,
    at: { readonly caseId: CaseId; readonly id: string },
  ) => Promise<OpenDocument & { readonly services: readonly Service[] }>
  readonly withdraw: (
    tx: Tx,
    visitor: Visitor,
    at: { readonly caseId: CaseId; readonly id: string },
  ) => Promise<void>
  /** How, when and by what proof it was served. @throws refused `document.withdrawn`, `document.served-when` */
  readonly serve: (
    tx: Tx,
    visitor: Visitor,
    at: { readonly caseId: CaseId; readonly id: string },
    served: ServedOn,
  ) => Promise<void>
  /** For anybody who holds the paper: the same work whether there is such a number or not. */
  readonly verify: (
    tx: Tx,
    typed: { readonly number: string; readonly code: string },
  ) => Promise<Verdict>
}

const paperPlace = (row: string) => ({ table: 'documents', column: 'sealed_paper', row })
const proofPlace = (row: string) => ({ table: 'document_services', column: 'sealed_proof', row })

const toDocument = (row: DocumentRow): IssuedDocument => ({
  ...{ id: row.id, caseId: row.case_id, organisationId: row.organisation_id },
  ...{ template: row.template, number: row.number },
  ...{ issuedBy: row.issued_by, issuedOn: row.issued_on, withdrawnOn: row.withdrawn_on },
})

const hashOf = (number: string, code: string): Buffer =>
  createHash('sha256').update(`${number}\n${code}`).digest()

const newCode = (random: Random): string => codeFrom(random.bytes(64)) ?? newCode(random)

const issue =
  (deps: Deps): Documents['issue'] =>
  async (tx, visitor, caseId, wish) => {
    const opened = await openCase(deps, tx, visitor, caseId)
    const known = await findOnce(tx, wish.once)
    if (known !== undefined) {
      if (known.case_id !== caseId || known.issued_by !== visitor.actor.id)
        throw notFound('document')
      return toDocument(known)
    }
    const { paper, entry } = await draft(deps, tx, opened, wish)
    const { organisationId } = opened.found
    const { shortName } = await deps.organisations.get(tx, organisationId)
    const year = Number(opened.on.slice(0, 4))
    const { word } = entry.data
    const serial = await takeSerial(tx, { organisationId, word, year })
    const number = documentNumber({ body: shortName, word, year }, serial)
    const code = newCode(deps.random)
    const { host } = new URL(deps.config.publicUrl)
    const foot = [`防伪核对：在 ${host}/verify 输入文号和核对码 ${code}。`]
    const sealed = sealJson(opened.key, paperPlace(wish.once), { ...paper, number, foot })
    const row: DocumentRow = {
      ...{ id: wish.once, case_id: caseId, organisation_id: organisationId, number },
      ...{ template: entry.code, template_place: entry.place, template_version: entry.version },
      ...{ word, year, serial, code_hash: hashOf(number, code), sealed_paper: sealed },
      digest: createHash('sha256').update(sealed).digest(),
      ...{ issued_by: visitor.actor.id, issued_on: opened.on },
      ...{ withdrawn_on: null, withdrawn_by: null },
    }
    await insertDocument(tx, row)
    await deps.audit.record(tx, visitor.actor, organisationId, {
      ...{ deed: 'document.issued', caseId, subject: wish.once },
      ground: row.digest.toString('hex'),
    })
    return toDocument(row)
  }

type At = { readonly caseId: CaseId; readonly id: string }

const rowAt = async (tx: Tx, { caseId, id }: At): Promise<DocumentRow> => {
  const row = await findDocument(tx, caseId, id)
  if (row === undefined) throw notFound('document')
  return row
}

const open =
  (deps: Deps): Documents['open'] =>
  async (tx, visitor, at) => {
    const { key, found } = await openCase(deps, tx, visitor, at.caseId)
    const row = await rowAt(tx, at)
    // Written by this room and sealed since: nobody else can have put it there.
    const paper = openJson(key, paperPlace(row.id), row.sealed_paper) as Paper
    const services = (await listServices(tx, row.id)).map(one => ({
      ...{ id: one.id, way: one.way, on: one.served_on, by: one.recorded_by },
      proof: openField(key, proofPlace(one.id), one.sealed_proof).toString('utf8'),
    }))
    await deps.audit.record(tx, visitor.actor, found.organisationId, {
      ...{ deed: 'document.viewed', caseId: at.caseId, subject: row.id },
    })
    return { document: toDocument(row), paper, services }
  }

const withdraw =
  (deps: Deps): Documents['withdraw'] =>
  async (tx, visitor, at) => {
    const { found, on } = await openCase(deps, tx, visitor, at.caseId)
    const { id } = await rowAt(tx, at)
    if (!(await markWithdrawn(tx, id, { on, by: visitor.actor.id }))) return
    await deps.audit.record(tx, visitor.actor, found.organisationId, {
      ...{ deed: 'document.withdrawn', caseId: at.caseId, subject: id },
    })
  }

const serve =
  (deps: Deps): Documents['serve'] =>
  async (tx, visitor, at, { once, way, on: servedOn, proof }) => {
    const { found, key, on } = await openCase(deps, tx, visitor, at.caseId)
    const row = await rowAt(tx, at)
    if (row.withdrawn_on !== null) throw refused('document.withdrawn')
    if (servedOn < row.issued_on || servedOn > on) throw refused('document.served-when')
    const place = { place: found.regionCode ?? '*', on }
    await deps.lawbook.get(tx, 'service-way', way, place)
    const isNew = await insertService(tx, {
      ...{ id: once, document_id: row.id, case_id: at.caseId, way, served_on: servedOn },
      sealed_proof: sealField(key, proofPlace(once), proof),
      ...{ recorded_by: visitor.actor.id, recorded_on: on },
    })
    if (!isNew) return
    await deps.audit.record(tx, visitor.actor, found.organisationId, {
      ...{ deed: 'document.served', caseId: at.caseId, subject: row.id },
    })
  }

const NOBODY = Buffer.alloc(32)

/** What a stranger is told of a document whose code he knows. */
const toVerdict = async (deps: Deps, tx: Tx, row: DocumentRow): Promise<Verdict> => {
  const { template: code, template_place: place, template_version: version } = row
  const entry = await deps.lawbook.exact(tx, 'document-template', { code, place, version })
  const { name: body } = await deps.organisations.get(tx, row.organisation_id)
  const { issued_on: issuedOn, withdrawn_on: withdrawnOn } = row
  return { known: true, kind: entry.data.name, body, issuedOn, withdrawnOn }
}

const verify =
  (deps: Deps): Documents['verify'] =>
  async (tx, typed) => {
    const number = readNumber(typed.number)
    const row = await findByNumber(tx, number)
    // A number that does not exist costs a hash and a comparison as well.
    const given = hashOf(number, readCode(typed.code))
    const right = timingSafeEqual(given, row?.code_hash ?? NOBODY)
    return row !== undefined && right ? toVerdict(deps, tx, row) : { known: false }
  }

export const createDocuments = (deps: Deps): Documents => ({
  templates: async (tx, visitor, caseId) => {
    const { found, on } = await openCase(deps, tx, visitor, caseId)
    const at = { place: found.regionCode ?? '*', on }
    const all = await deps.lawbook.list(tx, 'document-template', at)
    return all.filter(entry => fits(entry, found))
  },
  list: async (tx, visitor, caseId) => {
    await openCase(deps, tx, visitor, caseId)
    return (await listDocuments(tx, caseId)).map(toDocument)
  },
  preview: async (tx, visitor, caseId, wish) =>
    (await draft(deps, tx, await openCase(deps, tx, visitor, caseId), wish)).paper,
  issue: issue(deps),
  open: open(deps),
  withdraw: withdraw(deps),
  serve: serve(deps),
  verify: verify(deps),
})
