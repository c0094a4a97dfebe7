import type { Visitor } from '../accounts'
import type { Audit } from '../audit'
import { caseLabel, keyOfAdmitted, type Case, type Cases } from '../cases'
import type { Desks } from '../desks'
import type { Lawbook, LawEntry } from '../lawbook'
import { copyFinderOf, type CaseMask, type Masking } from '../masking'
import type { Organisations } from '../organisations'
import type { Paper } from '../papers'
import { dayInWords, dayOf, type Clock, type Day } from '../platform/clock'
import type { Config } from '../platform/config'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { CaseId } from '../vocabulary/ids'
import type { IssueWish } from './document'
import { fillTemplate } from './template.rules'

export type DocumentDeps = {
  readonly audit: Audit
  readonly cases: Cases
  readonly clock: Clock
  readonly config: Pick<Config, 'publicUrl'>
  readonly desks: Desks
  readonly lawbook: Lawbook
  readonly masking: Masking
  readonly organisations: Organisations
  readonly random: Random
}

type Opened = { readonly found: Case; readonly key: SymmetricKey; readonly on: Day }

/** The case and its key, for whoever may know of it. @throws notFound('case'), forbidden('case.no-key') */
export const openCase = async (
  deps: DocumentDeps,
  tx: Tx,
  visitor: Visitor,
  caseId: CaseId,
): Promise<Opened> => {
  const found = await deps.cases.findVisible(tx, visitor.actor, caseId)
  if (found === undefined) throw notFound('case')
  const holders = await deps.desks.holdersOf(tx, visitor.keys)
  const key = await keyOfAdmitted(deps.cases, tx, holders, caseId)
  return { found, key, on: dayOf(deps.clock()) }
}

/** Words that tell who reported stand in no document: only the identity desk puts a name on paper. */
const checkMasked = (mask: CaseMask, typed: ReadonlyMap<string, string>): void => {
  for (const [name, value] of typed)
    if (mask.text(value) !== value) throw refused('document.identifies', { name })
}

/** What the case itself says, as officers may see it. */
const factsOf = async (
  { cases, organisations }: DocumentDeps,
  tx: Tx,
  { found, key }: Opened,
  mask: CaseMask,
): Promise<ReadonlyMap<string, string>> => {
  const { telephone } = await organisations.get(tx, found.organisationId)
  const title = (await cases.titlesOf(tx, new Map([[found.id, key]]))).get(found.id)
  return new Map([
    ['case-number', caseLabel(found.year, found.serial)],
    ['received-on', dayInWords(found.receivedOn)],
    ['telephone', telephone],
    ['target', mask.text(title?.target ?? '')],
  ])
}

const templateAt = (deps: DocumentDeps, tx: Tx, { found, on }: Opened, code: string) =>
  deps.lawbook.get(tx, 'document-template', code, { place: found.regionCode ?? '*', on })

/** Whether the case has come to where the paper may be issued. */
export const fits = (
  { data: { states } }: LawEntry<'document-template'>,
  { state }: Pick<Case, 'state'>,
): boolean => states === undefined || states.includes(state)

/** What a reporter wrote goes on no paper either. */
const checkCopied = async (
  { masking }: DocumentDeps,
  tx: Tx,
  { found, key }: Opened,
  typed: ReadonlyMap<string, string>,
): Promise<void> => {
  const find = await copyFinderOf(masking, tx, { caseId: found.id, key })
  for (const [name, value] of typed)
    if (find(value) !== '') throw refused('document.identifies', { name })
}

/** What the document says, without number and code. */
export const draft = async (
  deps: DocumentDeps,
  tx: Tx,
  opened: Opened,
  wish: Omit<IssueWish, 'once'>,
): Promise<{ readonly paper: Paper; readonly entry: LawEntry<'document-template'> }> => {
  const { found, key, on } = opened
  const entry = await templateAt(deps, tx, opened, wish.template)
  if (!fits(entry, found)) throw refused('document.state', { name: entry.data.name })
  const mask = await deps.masking.maskOf(tx, { caseId: found.id, key })
  const facts = await factsOf(deps, tx, opened, mask)
  const { addressee, paragraphs } = fillTemplate(entry.data, wish.typed, facts)
  checkMasked(mask, wish.typed)
  await checkCopied(deps, tx, opened, wish.typed)
  const { name: body } = await deps.organisations.get(tx, found.organisationId)
  const paper: Paper = {
    ...{ head: body, title: entry.data.name, addressee },
    blocks: paragraphs.map(text => ({ kind: 'paragraph', text })),
    closing: { body, day: on, seal: true },
  }
  return { paper, entry }
}
