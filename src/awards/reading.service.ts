import type { Visitor } from '../accounts'
import type { Holder } from '../desks'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { AwardId, CaseId } from '../vocabulary/ids'
import type { Award, OpenAward } from './award'
import { countAwards, listAwards, listReturnedTo } from './award-lists.repository'
import { isTold, type AwardState } from './award.rules'
import type { AwardDeps } from './awards-deps'
import { findAward, findTold, listOfCase, type SealedAward } from './awards.repository'
import { awardsOfMatter, frameOf, openMatter } from './matter.service'
import type { CaseAwards } from './proposal'
import { openAwardKey, openGrounds, openNote, openSummary, openUnderCase } from './sealed-award'

type Page = {
  readonly states: readonly AwardState[]
  readonly after?: number | undefined
  readonly limit: number
}

export type Reading = {
  /** Everything of a case's rewards, for those who know it. @throws notFound('case'), forbidden('case.no-key') */
  readonly ofCase: (tx: Tx, visitor: Visitor, caseId: CaseId) => Promise<CaseAwards>
  /** What was told to the reporter of this case, opened with the key of the case: for those to whom it was handed. */
  readonly toldOfCase: (tx: Tx, key: SymmetricKey, caseId: CaseId) => Promise<CaseAwards['awards']>
  /** Of the body that pays, in the order in which they were proposed; those that this person cannot open stay closed. */
  readonly list: (tx: Tx, visitor: Visitor, page: Page) => Promise<(Award | OpenAward)[]>
  /** Of a body's own cases, closed: for those who see all of them. */
  readonly listOwn: (tx: Tx, actor: StaffActor, page: Page) => Promise<Award[]>
  /** Of this side, counted up to `cap`. */
  readonly count: (
    tx: Tx,
    actor: StaffActor,
    side: 'case' | 'finance',
    question: { readonly states: readonly AwardState[]; readonly cap: number },
  ) => Promise<number>
  /** What this person proposed, what went back and waits to be proposed anew: cases, oldest first. */
  readonly returnedTo: (tx: Tx, actor: StaffActor, limit: number) => Promise<CaseId[]>
  /** With the others of the same matter. @throws notFound('award'), forbidden('award.no-key') */
  readonly open: (
    tx: Tx,
    visitor: Visitor,
    id: AwardId,
  ) => Promise<{ readonly award: OpenAward; readonly others: readonly Award[] }>
  /** For the reporter: what was told, as it stands today. */
  readonly told: (tx: Tx, reporter: Holder) => Promise<OpenAward | undefined>
}

const openWith = (award: SealedAward, key: SymmetricKey): OpenAward => ({
  ...award,
  summary: openSummary(key, award),
  note: openNote(key, award),
})

const underCase = async (
  tx: Tx,
  key: SymmetricKey,
  caseId: CaseId,
): Promise<CaseAwards['awards']> =>
  (await listOfCase(tx, caseId)).map(award => ({
    ...openWith(award, openUnderCase(award, key)),
    grounds: openGrounds(key, award),
  }))

const ofCase =
  (deps: AwardDeps): Reading['ofCase'] =>
  async (tx, visitor, caseId) => {
    const matter = await openMatter(deps, tx, visitor, caseId)
    const awards = await underCase(tx, matter.key, caseId)
    return { ...(await frameOf(deps, tx, visitor, matter)), awards }
  }

const open =
  ({ cases, desks, audit }: AwardDeps): Reading['open'] =>
  async (tx, { actor, keys }, id) => {
    const award = await findAward(tx, id)
    const isTheirs = award?.kind === 'grant' && award.state !== 'proposed'
    if (award?.financeBody !== actor.organisationId || !isTheirs) throw notFound('award')
    const key = openAwardKey(award, await desks.holdersOf(tx, keys))
    if (key === undefined) throw forbidden('award.no-key')
    const { mergedInto } = await cases.get(tx, award.matterId)
    const { awards } = await awardsOfMatter({ cases }, tx, mergedInto ?? award.matterId)
    const others = awards.filter(one => one.id !== id)
    await audit.record(tx, actor, actor.organisationId, { deed: 'award.viewed', subject: id })
    return { award: openWith(award, key), others }
  }

export const createReading = (deps: AwardDeps): Reading => ({
  ofCase: ofCase(deps),
  toldOfCase: async (tx, key, caseId) => (await underCase(tx, key, caseId)).filter(isTold),
  list: async (tx, { actor, keys }, page) => {
    const holders = await deps.desks.holdersOf(tx, keys)
    const question = { ...page, body: actor.organisationId, side: 'finance' } as const
    return (await listAwards(tx, question)).map(award => {
      const key = openAwardKey(award, holders)
      return key === undefined ? award : openWith(award, key)
    })
  },
  listOwn: (tx, { organisationId: body }, page) => listAwards(tx, { ...page, body, side: 'case' }),
  count: (tx, { organisationId: body }, side, { states, cap }) =>
    countAwards(tx, { body, side, states, limit: cap }),
  returnedTo: listReturnedTo,
  open: open(deps),
  told: async (tx, reporter) => {
    const award = await findTold(tx, reporter.id as Parameters<typeof findTold>[1])
    const key = award && openAwardKey(award, [reporter])
    return award === undefined || key === undefined ? undefined : openWith(award, key)
  },
})
