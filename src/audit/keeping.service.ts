import { dayOf, type Clock, type Day } from '../platform/clock'
import type { Installation } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId } from '../vocabulary/ids'
import { listHeads, lockHead } from './audit.repository'
import type { Audit } from './audit.service'
import { bodyOf, sideOf } from './chain.rules'
import { deleteUpTo, findLastBefore, saveCheckpoint } from './checkpoints.repository'
import { checkpointPart } from './head-file'
import { monthsBefore } from './purge.rules'
import type { Verdict } from './verify.service'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly audit: Audit
  readonly installation: Pick<Installation, 'macHeads'>
  /** For how many months the law wants the record kept. */
  readonly keepMonths: (tx: Tx) => Promise<number>
  /** The body that runs the site: what is done on the server is written into its record. */
  readonly siteOf: (tx: Tx) => Promise<OrganisationId | undefined>
}

type Refusal =
  | { readonly refused: 'too-young'; readonly earliest: Day; readonly months: number }
  | { readonly refused: 'not-whole'; readonly verdict: Verdict }

type Purged = {
  readonly refused?: undefined
  readonly chains: number
  readonly entries: number
}

/** What the person at the server does with the record. */
export type Keeping = {
  /** Verifies all of it and writes down that it was done, and how it ended. */
  readonly verify: (headFile?: unknown) => Promise<Verdict>
  /**
   * Deletes what lies before a day, of each chain the whole beginning and nothing else, and leaves a signed
   * checkpoint from which the rest is verified. Refused, and written down, for a day that is too young and for a
   * record that is not whole.
   * @param owner the database as its owner; the application role may delete nothing here
   */
  readonly purge: (owner: Db, before: Day) => Promise<Refusal | Purged>
}

const purgeChain =
  ({ audit, clock, installation }: Deps, before: Day) =>
  async (tx: Tx, chain: string): Promise<number> => {
    await lockHead(tx, chain)
    const last = await findLastBefore(tx, chain, before)
    if (last === undefined) return 0
    const point = { chain, ...last, beforeDay: before }
    const mac = installation.macHeads(checkpointPart(point))
    await saveCheckpoint(tx, { ...point, mac }, dayOf(clock()))
    const count = await deleteUpTo(tx, chain, last.seq)
    await audit.record(tx, { side: 'system' }, bodyOf(chain), {
      deed: 'record.purged',
      subject: String(last.seq),
      ground: `${sideOf(chain)} before ${before}`,
    })
    return count
  }

export const createKeeping = (deps: Deps): Keeping => {
  const { db, clock, audit, keepMonths, siteOf } = deps

  const note = (deed: 'record.verified' | 'record.purge-refused', ground: string): Promise<void> =>
    db.inTransaction(async tx => {
      const site = await siteOf(tx)
      if (site !== undefined) await audit.record(tx, { side: 'system' }, site, { deed, ground })
    })

  return {
    verify: async headFile => {
      const verdict = await db.inTransaction(tx => audit.verify(tx, headFile))
      await note('record.verified', verdict.ok ? 'whole' : verdict.fault)
      return verdict
    },
    purge: async (owner, before) => {
      const months = await db.inTransaction(keepMonths)
      const earliest = monthsBefore(dayOf(clock()), months)
      if (before > earliest) {
        await note('record.purge-refused', `too-young ${before}`)
        return { refused: 'too-young', earliest, months }
      }
      const verdict = await db.inTransaction(tx => audit.verify(tx))
      if (!verdict.ok) {
        await note('record.purge-refused', verdict.fault)
        return { refused: 'not-whole', verdict }
      }
      const chains = (await db.inTransaction(listHeads)).map(({ chain }) => chain)
      const purge = purgeChain(deps, before)
      const counts: number[] = []
      for (const chain of chains) counts.push(await owner.inTransaction(tx => purge(tx, chain)))
      return {
        chains: counts.filter(count => count > 0).length,
        entries: counts.reduce((sum, count) => sum + count, 0),
      }
    },
  }
}
