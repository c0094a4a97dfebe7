import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import { asDay, dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId } from '../vocabulary/ids'
import type { Terms } from './due'
import { closedBy, dueOn } from './terms.rules'

type Deps = {
  readonly lawbook: Lawbook
  readonly organisations: Pick<Organisations, 'get'>
  readonly clock: Clock
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
