import type { Visitor } from '../accounts'
import type { Audit } from '../audit'
import type { Case, Cases } from '../cases'
import type { Desks } from '../desks'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { CaseId } from '../vocabulary/ids'
import { mayWrite, openCase, openToWrite, type OpenCase } from './admission.service'
import type { Finding, FindingContent, FindingFile, FindingFrame } from './finding'
import { catalogueOf, limitsOf, measureKindsOf, publicDuties } from './finding-law.service'
import { isWritable, outsideOf, totalsOf } from './finding.rules'
import {
  freezeFinding,
  insertFinding,
  latestFinding,
  listFindings,
  updateFinding,
  type FindingRow,
} from './findings.repository'
import { openFinding, sameContent, sealFinding } from './sealed-finding'

export type FindingDeps = {
  readonly audit: Audit
  readonly cases: Cases
  readonly desks: Desks
  readonly lawbook: Lawbook
  readonly clock: Clock
  readonly random: Random
  /** Somebody has asked for a decision, and a second person has not answered yet. */
  readonly isBeingDecided: (tx: Tx, key: SymmetricKey, caseId: CaseId) => Promise<boolean>
}

export type Findings = Pick<FindingDeps, 'isBeingDecided'> & {
  /** The newest version, decided on or not. */
  readonly readFinding: (tx: Tx, key: SymmetricKey, caseId: CaseId) => Promise<Finding | undefined>
  /** A fine lies outside its band: no decision before a legal review. */
  readonly needsReview: (tx: Tx, key: SymmetricKey, caseId: CaseId) => Promise<boolean>
  /** What a form is read by. @throws notFound('case') */
  readonly frame: (tx: Tx, visitor: Visitor, caseId: CaseId) => Promise<FindingFrame>
  /** Everything that the page shows; the caller records that it was read. */
  readonly look: (tx: Tx, visitor: Visitor, caseId: CaseId) => Promise<FindingFile>
  /** The same, recorded. @throws notFound('case'), forbidden('case.no-key') */
  readonly open: (tx: Tx, visitor: Visitor, caseId: CaseId) => Promise<FindingFile>
  /**
   * The same again changes nothing.
   * @throws refused `finding.changed` when a colleague saved in between, `finding.state`
   * @throws forbidden('finding.not-yours')
   */
  readonly save: (
    tx: Tx,
    visitor: Visitor,
    caseId: CaseId,
    typed: { readonly seen: string; readonly content: FindingContent },
  ) => Promise<void>
  /** The case is being decided: the finding stays as it is from now on. Records nothing by itself. */
  readonly settle: (tx: Tx, key: SymmetricKey, caseId: CaseId) => Promise<void>
}

/** Which state of the finding a form was drawn with. */
export const findingMark = (
  latest: Pick<Finding, 'version' | 'revision' | 'decidedOn'> | undefined,
): string => (latest === undefined ? 'none' : `${latest.version}.${latest.revision}`)

const toFinding = async (
  { lawbook }: Pick<FindingDeps, 'lawbook'>,
  tx: Tx,
  { found, key }: { readonly found: Case; readonly key: SymmetricKey },
  row: FindingRow,
): Promise<Finding> => {
  const content = openFinding(key, row)
  const catalogue = await catalogueOf(lawbook, tx, found, content.lawOn)
  const laws = content.items.map(({ code }) => catalogue.find(law => law.code === code))
  return {
    id: row.id,
    version: row.version,
    revision: row.revision,
    savedBy: row.saved_by,
    savedAt: row.saved_at,
    decidedOn: row.decided_on,
    content,
    totals: totalsOf(content),
    laws,
    outside: outsideOf(content.items, laws),
  }
}

const reading =
  (deps: FindingDeps): Findings['readFinding'] =>
  async (tx, key, caseId) => {
    const row = await latestFinding(tx, caseId)
    if (row === undefined) return undefined
    return toFinding(deps, tx, { found: await deps.cases.get(tx, caseId), key }, row)
  }

const frameOf = async (
  { lawbook, clock }: FindingDeps,
  tx: Tx,
  found: Case,
): Promise<FindingFrame> => {
  const today = dayOf(clock())
  const kinds = await measureKindsOf(lawbook, tx, found, today)
  return {
    today,
    catalogue: await catalogueOf(lawbook, tx, found, today),
    asksPublic: publicDuties(kinds, found).length > 0,
    limits: await limitsOf(lawbook, tx, found, today),
  }
}

const looking =
  (deps: FindingDeps): Findings['look'] =>
  async (tx, visitor, caseId) => {
    const { cases } = deps
    const open = await openCase(deps, tx, visitor, caseId)
    const { found, key } = open
    const versions: Finding[] = []
    for (const row of await listFindings(tx, caseId))
      versions.push(await toFinding(deps, tx, open, row))
    return {
      ...(await frameOf(deps, tx, found)),
      found,
      target: (await cases.titlesOf(tx, new Map([[caseId, key]]))).get(caseId)?.target ?? '',
      versions,
      closedBecause: await closedBecause(deps, tx, visitor, open),
    }
  }

const closedBecause = async (
  deps: FindingDeps,
  tx: Tx,
  { actor }: Visitor,
  { found: { id, state }, key }: OpenCase,
): Promise<FindingFile['closedBecause']> => {
  if (!(await mayWrite(deps, tx, actor, id))) return 'not-yours'
  return isWritable(state) && !(await deps.isBeingDecided(tx, key, id)) ? '' : 'state'
}

const put = async (
  { random, clock }: FindingDeps,
  tx: Tx,
  { visitor, key, caseId }: { visitor: Visitor; key: SymmetricKey; caseId: CaseId },
  { latest, content }: { latest: FindingRow | undefined; content: FindingContent },
): Promise<string> => {
  const saved = { saved_by: visitor.actor.id, saved_at: clock() }
  if (latest?.decided_on === null) {
    const { id, revision } = latest
    const sealed_content = sealFinding(key, id, content)
    await updateFinding(tx, id, { ...saved, revision: revision + 1, sealed_content })
    return id
  }
  const id = random.uuid()
  await insertFinding(tx, {
    ...saved,
    id,
    case_id: caseId,
    version: (latest?.version ?? 0) + 1,
    revision: 1,
    sealed_content: sealFinding(key, id, content),
    decided_on: null,
  })
  return id
}

const markOfRow = (row: FindingRow | undefined): string =>
  findingMark(row && { ...row, decidedOn: row.decided_on })

const saving =
  (deps: FindingDeps): Findings['save'] =>
  async (tx, visitor, caseId, { seen, content }) => {
    const { found, key } = await openToWrite(deps, tx, visitor, caseId)
    const latest = await latestFinding(tx, caseId)
    // Sent twice: it is saved already.
    if (latest?.decided_on === null && sameContent(openFinding(key, latest), content)) return
    if (!isWritable(found.state) || (await deps.isBeingDecided(tx, key, caseId)))
      throw refused('finding.state')
    if (seen !== markOfRow(latest)) throw refused('finding.changed')
    const id = await put(deps, tx, { visitor, key, caseId }, { latest, content })
    const saved = { deed: 'finding.saved', caseId, subject: id } as const
    await deps.audit.record(tx, visitor.actor, found.organisationId, saved)
  }

export const createFindings = (deps: FindingDeps): Findings => {
  const readFinding = reading(deps)
  const look = looking(deps)
  return {
    isBeingDecided: deps.isBeingDecided,
    readFinding,
    needsReview: async (tx, key, caseId) => {
      const finding = await readFinding(tx, key, caseId)
      return finding !== undefined && finding.outside.length > 0
    },
    frame: async (tx, { actor }, caseId) => {
      const found = await deps.cases.findVisible(tx, actor, caseId)
      if (found === undefined) throw notFound('case')
      return frameOf(deps, tx, found)
    },
    look,
    open: async (tx, visitor, caseId) => {
      const file = await look(tx, visitor, caseId)
      const viewed = { deed: 'finding.viewed', caseId, subject: 'finding' } as const
      await deps.audit.record(tx, visitor.actor, file.found.organisationId, viewed)
      return file
    },
    save: saving(deps),
    settle: async (tx, key, caseId) => {
      const latest = await latestFinding(tx, caseId)
      if (latest?.decided_on !== null) return
      const totals = totalsOf(openFinding(key, latest))
      await freezeFinding(tx, latest.id, { on: dayOf(deps.clock()), totals })
    },
  }
}
