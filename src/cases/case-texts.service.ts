import type { Audit } from '../audit'
import { openJson, sealJson, type SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId } from '../vocabulary/ids'
import type { CaseBrief, CaseTitle } from './case'
import { sealedBrief, sealedTitles, updateCase } from './cases.repository'
import { BriefSchema, TitleSchema } from './sealed-shapes'

/** What is sealed on the case itself: the line of the lists, and what officers work from. */
export type Texts = {
  readonly titlesOf: (
    tx: Tx,
    keys: ReadonlyMap<CaseId, SymmetricKey>,
  ) => Promise<Map<CaseId, CaseTitle>>
  /** The sealed line of the lists, changed; the caller holds the lock on the case. Tells and records nothing. */
  readonly retitle: (
    tx: Tx,
    key: SymmetricKey,
    caseId: CaseId,
    change: Partial<Pick<CaseTitle, 'target' | 'identity' | 'withdrawn'>>,
  ) => Promise<void>
  readonly briefOf: (tx: Tx, key: SymmetricKey, caseId: CaseId) => Promise<CaseBrief | undefined>
  readonly saveBrief: (
    tx: Tx,
    actor: StaffActor,
    caseId: CaseId,
    brief: { readonly key: SymmetricKey; readonly text: CaseBrief },
  ) => Promise<void>
}

export const titlePlace = (caseId: CaseId) => ({
  table: 'cases',
  column: 'sealed_title',
  row: caseId,
})
const briefPlace = (caseId: CaseId) => ({ table: 'cases', column: 'sealed_brief', row: caseId })

const openTitles = async (
  tx: Tx,
  keys: ReadonlyMap<CaseId, SymmetricKey>,
): Promise<Map<CaseId, CaseTitle>> => {
  const sealed = await sealedTitles(tx, [...keys.keys()])
  const titles = new Map<CaseId, CaseTitle>()
  for (const [caseId, key] of keys) {
    const title = sealed.get(caseId)
    if (title !== undefined)
      titles.set(caseId, TitleSchema.parse(openJson(key, titlePlace(caseId), title)))
  }
  return titles
}

export const createTexts = ({ audit }: { readonly audit: Audit }): Texts => ({
  titlesOf: openTitles,
  retitle: async (tx, key, caseId, change) => {
    const title = (await openTitles(tx, new Map([[caseId, key]]))).get(caseId)
    if (title === undefined) throw notFound('case')
    const sealed = sealJson(key, titlePlace(caseId), { ...title, ...change })
    await updateCase(tx, caseId, { sealed_title: sealed })
  },
  briefOf: async (tx, key, caseId) => {
    const sealed = await sealedBrief(tx, caseId)
    return sealed === null
      ? undefined
      : BriefSchema.parse(openJson(key, briefPlace(caseId), sealed))
  },
  saveBrief: async (tx, actor, caseId, { key, text }) => {
    const sealed = sealJson(key, briefPlace(caseId), text)
    await updateCase(tx, caseId, { sealed_brief: sealed, indexed: false })
    await audit.record(tx, actor, actor.organisationId, { deed: 'brief.saved', caseId })
  },
})
