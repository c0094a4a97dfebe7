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
import type { BriefHits, CaseFile, LastEditor } from './case-file'
import { openCaseFile, type CaseFileDeps } from './case-file.service'
import { createClocks, type Clocks } from './clocks.service'
import { createTabs, type Tabs } from './tabs.service'

export type Visitor = {
  readonly actor: StaffActor
  readonly keys: StaffKeys
  readonly caseId: CaseId
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
  /** To the reporter of the case. The same `once` again changes nothing. */
  readonly send: (
    tx: Tx,
    visitor: Visitor,
    letter: { readonly body: string; readonly once: string; readonly asks?: boolean },
  ) => Promise<void>
  readonly markRead: (tx: Tx, caseId: CaseId) => Promise<void>
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

    send: async (tx, visitor, { body, once, asks }) => {
      const { found, key } = await open(tx, visitor)
      const [report] = await deps.cases.contentsOf(tx, key, found.id)
      if (report === undefined) throw notFound('case')
      const { reportId } = report
      const letter = { caseId: found.id, reportId, key, body, once, asks: asks === true }
      await deps.dialogue.fromStaff(tx, visitor.actor, letter)
    },

    markRead: (tx, caseId) => deps.dialogue.readByStaff(tx, caseId),
    saveBrief: (tx, visitor, text) => briefs.save(tx, visitor, text),
    lastBriefEditor: (tx, caseId) => briefs.lastEditor(tx, caseId),
  }
}
