import type { Accounts } from '../accounts'
import type { Appeals, DueAppeal } from '../appeals'
import { rewardClocks } from '../cases'
import type { DueClock, DueClocks } from '../deadlines'
import type { Organisations } from '../organisations'
import type { Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import type { SubjectKind } from './alert'
import { openCasesAmong } from './concerned.repository'
import {
  createAppealRecipients,
  createRecipients,
  createRegisterRecipients,
} from './recipients.service'
import type { Audience } from './step.rules'

type Deps = {
  readonly accounts: Pick<Accounts, 'listActive'>
  readonly organisations: Pick<Organisations, 'above'>
  readonly dueClocks: DueClocks
  readonly appeals: Pick<Appeals, 'due'>
  readonly register: { readonly due: DuePublished }
  /** Letters between bodies (督办函), of a room beside this one. */
  readonly letterSource: Source
}

/** What runs out on a day, and how far its reminders have come. */
export type Due = {
  readonly id: string
  readonly caseId: CaseId | null
  readonly dueOn: Day
  readonly reminded: number
}

export type Running = {
  readonly thing: Due
  readonly recipients: (audience: Audience) => Promise<readonly StaffId[]>
  /** In whose record a reminder stands; that of the case has none of what is kept from its body. */
  readonly recordedAs: { readonly organisationId: OrganisationId; readonly caseId?: CaseId }
}

/** A published decision that no longer holds, until it is withdrawn. */
type Published = Due & { readonly caseId: CaseId; readonly organisationId: OrganisationId }

/** What the room of the register brings. */
export type DuePublished = {
  readonly take: (tx: Tx, question: Question) => Promise<readonly Published[]>
  readonly pass: Source['pass']
}

type Question = {
  readonly reminded: number
  readonly dueUntil: Day
  readonly after: Pick<Due, 'dueOn' | 'id'> | undefined
  readonly limit: number
}

/** A kind of things that run out. */
export type Source = {
  readonly kind: SubjectKind
  readonly deeds: {
    readonly reminded: `${SubjectKind}.reminded`
    readonly escalated: `${SubjectKind}.escalated`
  }
  readonly take: (tx: Tx, question: Question) => Promise<readonly Due[]>
  readonly pass: (tx: Tx, things: readonly Pick<Due, 'id' | 'reminded'>[]) => Promise<void>
  /** Those of them that are still to be reminded of. */
  readonly running: (tx: Tx, things: readonly Due[]) => Promise<readonly Running[]>
}

const caseIds = (taken: readonly DueClock[]): CaseId[] => taken.map(({ caseId }) => caseId)

const afterClosing: readonly string[] = Object.values(rewardClocks)
const outlivesClosing = ({ ruleCode }: DueClock): boolean => afterClosing.includes(ruleCode)

const clocks = (deps: Deps): Source => ({
  kind: 'deadline',
  deeds: { reminded: 'deadline.reminded', escalated: 'deadline.escalated' },
  take: deps.dueClocks.take,
  pass: deps.dueClocks.pass,
  running: async (tx, things) => {
    // What was taken by `take` of this source.
    const taken = things as readonly DueClock[]
    // What is closed has no other clocks: closing ends them.
    const open = await openCasesAmong(tx, caseIds(taken), caseIds(taken.filter(outlivesClosing)))
    const recipients = await createRecipients(deps, tx, open)
    return taken.flatMap(thing => {
      const { caseId } = thing
      const organisationId = open.get(caseId)
      return organisationId === undefined
        ? []
        : [
            {
              ...{ thing, recordedAs: { organisationId, caseId } },
              recipients: (audience: Audience) => recipients(audience, caseId),
            },
          ]
    })
  },
})

const appeals = (deps: Deps): Source => ({
  kind: 'appeal',
  deeds: { reminded: 'appeal.reminded', escalated: 'appeal.escalated' },
  take: deps.appeals.due.take,
  pass: deps.appeals.due.pass,
  running: async (tx, things) => {
    // What was taken by `take` of this source.
    const taken = things as readonly DueAppeal[]
    const recipients = await createAppealRecipients(
      deps,
      tx,
      taken.map(({ caseId }) => caseId),
    )
    return taken.map(thing => ({
      ...{ thing, recordedAs: { organisationId: thing.organisationId } },
      recipients: audience => recipients(audience, thing),
    }))
  },
})

const published = (deps: Deps): Source => ({
  kind: 'register',
  deeds: { reminded: 'register.reminded', escalated: 'register.escalated' },
  take: deps.register.due.take,
  pass: deps.register.due.pass,
  running: async (tx, things) => {
    // What was taken by `take` of this source.
    const taken = things as readonly Published[]
    const recipients = await createRegisterRecipients(
      deps,
      tx,
      taken.map(({ caseId }) => caseId),
    )
    return taken.map(thing => ({
      ...{ thing, recordedAs: { organisationId: thing.organisationId, caseId: thing.caseId } },
      recipients: audience => recipients(audience, thing),
    }))
  },
})

export const createSources = (deps: Deps): readonly Source[] => [
  clocks(deps),
  appeals(deps),
  published(deps),
  deps.letterSource,
]
