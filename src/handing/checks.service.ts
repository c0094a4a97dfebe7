import type { Case } from '../cases'
import type { Tx } from '../platform/db/transaction'
import { handingsOf } from './handings.repository'

type Check = (tx: Tx, who: unknown, found: Case) => Promise<string | undefined>

/** What the state table asks of this room before a case that was handed over goes on. */
export const createHandingChecks = (): Readonly<
  Record<'handed-here' | 'handing-ended', Check>
> => ({
  'handed-here': async (tx, _who, { id, organisationId }) => {
    const last = (await handingsOf(tx, id)).find(({ kind }) => kind === 'transfer')
    return last?.state === 'sent' && last.to === organisationId ? undefined : 'handing.moved-on'
  },
  'handing-ended': async (tx, _who, { id }) => {
    const last = (await handingsOf(tx, id)).find(({ kind }) => kind === 'transfer')
    return last?.endedAt === null ? 'handing.under-way' : undefined
  },
})
