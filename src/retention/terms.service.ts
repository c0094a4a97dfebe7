import type { EndedBy } from '../cases'
import type { LawEntry, Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import { asDay, dayOf, type Clock, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId } from '../vocabulary/ids'
import { closedBy, dueOn } from './terms.rules'

type Deps = {
  readonly lawbook: Lawbook
  readonly organisations: Pick<Organisations, 'get'>
  readonly clock: Clock
}

type TermEntry = LawEntry<'retention-term'>

/** The terms of one body today. What has no term is kept without end. */
export type Terms = {
  readonly entries: readonly TermEntry[]
  /** How long ago each outcome must lie to be due. */
  readonly ended: readonly EndedBy[]
  /** undefined: this outcome has no term. */
  readonly dueOn: (outcome: string, closedOn: Day) => { on: Day; version: number } | undefined
}

export const createTerms =
  ({ lawbook, organisations, clock }: Deps) =>
  async (tx: Tx, organisationId: OrganisationId): Promise<Terms> => {
    const today = dayOf(clock())
    const { regionCode } = await organisations.get(tx, organisationId)
    const entries = await lawbook.list(tx, 'retention-term', { place: regionCode, on: today })
    return {
      entries,
      ended: entries.map(({ code, data }) => ({
        outcome: code,
        closedBy: asDay(closedBy(today, data)),
      })),
      dueOn: (outcome, closedOn) => {
        const entry = entries.find(({ code }) => code === outcome)
        return entry && { on: asDay(dueOn(closedOn, entry.data)), version: entry.version }
      },
    }
  }
