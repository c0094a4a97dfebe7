import type { StaffKeys } from '../accounts'
import type { Audit } from '../audit'
import type { CaseBrief } from '../cases'
import type { Dialogue } from '../dialogue'
import type { Organisations } from '../organisations'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId } from '../vocabulary/ids'
import { createBriefs } from './brief.service'
import { leadFirst, type BriefHits, type CaseFile, type LastEditor, type Member } from './case-file'
import { openCaseFile, type CaseFileDeps } from './case-file.service'
import { createClocks, type Clocks } from './clocks.service'
import { createTabs, type Tabs } from './tabs.service'

export type Visitor = {
  readonly actor: StaffActor
  readonly keys: StaffKeys
  readonly caseId: CaseId
}

type Letter = {
  readonly body: string
  readonly once: string
  readonly asks?: boolean
  /** Whose reporter, of this case and those that follow it; left out: this one's. */
  readonly to?: CaseId | 'all' | undefined
}

export type Casework = {
  /** @throws notFound('case'), forbidden('case.no-key') */
  readonly open: (tx: Tx, visitor: Visitor) => Promise<CaseFile>
  readonly tabs: Tabs
  readonly clocks: Clocks
  /** Records that the case was opened at that tab, and that its original was read when it was shown. */
  readonly recordVisit: (
    tx: Tx,
    visitor: Visitor,
    seen: { readonly tab: string; readonly original: boolean },
  ) => Promise<void>
  readonly limits: (
    tx: Tx,
    actor: StaffActor,
  ) => Promise<{ readonly message: number; readonly brief: number }>
  readonly reasonLimits: (
    tx: Tx,
    actor: StaffActor,
  ) => Promise<{ readonly min: number; readonly max: number }>
  /**
   * To the reporter of the case, or of one that follows it, or to all of them. The same `once` again changes nothing.
   * @throws notFound('case')
   */
  readonly send: (tx: Tx, visitor: Visitor, letter: Letter) => Promise<void>
  readonly markRead: (tx: Tx, ...caseIds: readonly CaseId[]) => Promise<void>
  /** What is masked and stands in it: then nothing is saved. @throws refused `brief.changed` */
  readonly saveBrief: (
    tx: Tx,
    visitor: Visitor & { readonly seen: string },
    text: CaseBrief,
  ) => Promise<BriefHits>
  readonly lastBriefEditor: (tx: Tx, caseId: CaseId) => Promise<LastEditor | undefined>
}

type Deps = CaseFileDeps & {
  readonly audit: Audit
  readonly dialogue: Dialogue
  readonly organisations: Organisations
}

const limitsOf = async ({ organisations, clock, lawbook }: Deps, tx: Tx, actor: StaffActor) => {
  const { regionCode } = await organisations.get(tx, actor.organisationId)
  return lawbook.limits(tx, { place: regionCode, on: dayOf(clock()) })
}

const write = async (
  { cases, dialogue }: Deps,
  tx: Tx,
  { actor, found: { id: caseId }, key }: Member & { readonly actor: StaffActor },
  words: Omit<Letter, 'to'>,
): Promise<void> => {
  const [report] = await cases.contentsOf(tx, key, caseId)
  if (report === undefined) throw notFound('case')
  const { reportId } = report
  const asks = words.asks === true
  await dialogue.fromStaff(tx, actor, { ...words, caseId, reportId, key, asks })
}

export const createCasework = (deps: Deps): Casework => {
  const briefs = createBriefs(deps)
  const open: Casework['open'] = (tx, visitor) => openCaseFile(deps, tx, visitor, visitor.caseId)

  return {
    open,
    tabs: createTabs({ ...deps, briefs }),
    clocks: createClocks(deps),

    recordVisit: async (tx, { actor, caseId }, { tab, original }) => {
      const { organisationId } = actor
      await deps.audit.recordMany(tx, actor, [
        { deed: 'case.opened', caseId, subject: tab, organisationId },
        ...(original ? [{ deed: 'original.viewed', caseId, organisationId } as const] : []),
      ])
    },

    limits: async (tx, actor) => {
      const limits = await limitsOf(deps, tx, actor)
      return { message: limits['message.text'], brief: limits['note.text'] }
    },

    reasonLimits: async (tx, actor) => {
      const limits = await limitsOf(deps, tx, actor)
      return { min: limits['reason.min'], max: limits['reason.max'] }
    },

    send: async (tx, visitor, { to, ...letter }) => {
      const file = await open(tx, visitor)
      const wanted = to ?? file.found.id
      const meant = leadFirst(file).filter(one => to === 'all' || one.found.id === wanted)
      if (meant.length === 0) throw notFound('case')
      for (const one of meant) await write(deps, tx, { ...one, actor: visitor.actor }, letter)
    },

    markRead: async (tx, ...caseIds) => {
      for (const caseId of caseIds) await deps.dialogue.readByStaff(tx, caseId)
    },
    saveBrief: (tx, visitor, text) => briefs.save(tx, visitor, text),
    lastBriefEditor: (tx, caseId) => briefs.lastEditor(tx, caseId),
  }
}
