import { setInterval } from 'node:timers'
import type { Tx } from '../platform/db/transaction'
import type { Log } from '../platform/log'
import type { House } from './house'

/** What every installation has from the first start: the shipped law and calendar. Safe to repeat. */
export const furnish = async ({ db, lawbook, deadlines, counters }: House): Promise<void> => {
  await db.inTransaction(async tx => {
    await lawbook.seed(tx)
    await deadlines.seedCalendar(tx)
  })
  await counters.rotate()
}

const HOUR = 3_600_000
const MINUTE = 60_000
const DAY = 24 * HOUR

const sweep = async ({
  db,
  sessions,
  intake,
  reception,
  evidence,
  exports,
  clueLedger,
  payouts,
}: House): Promise<void> => {
  await db.inTransaction(async tx => {
    await sessions.sweep(tx)
    await intake.drafts.sweep(tx)
    await reception.sweep(tx)
    await exports.sweep(tx)
    await clueLedger.sweep(tx)
    await payouts.words.sweep(tx)
  })
  await evidence.sweep()
}

/** Goes on from where the last batch ended, each in a transaction of its own. */
const untilDone = async (
  { db }: House,
  step: (tx: Tx, after?: string) => Promise<string | undefined>,
): Promise<void> => {
  let after = await db.inTransaction(tx => step(tx))
  while (after !== undefined) {
    const last = after
    after = await db.inTransaction(tx => step(tx, last))
  }
}

/** What tells nothing only if every report has it: rows for those from before, or from before there was a desk. */
const evenOut = async (house: House): Promise<void> => {
  await untilDone(house, house.cases.fillClaims)
  await untilDone(house, house.identities.fillIn)
}

/** Throws away what is past its time, now and every hour. Returns how to end that. */
export const keepTidy = (house: House, log: Log): (() => void) => {
  const run = () => {
    sweep(house).catch((error: unknown) => {
      log.error({ err: error }, 'sweep failed')
    })
  }
  // The salt of an hour in which nobody comes any more is destroyed all the same, within a minute.
  const rotate = () => {
    house.counters.rotate().catch((error: unknown) => {
      log.error({ err: error }, 'the salt of the throttle was not replaced')
    })
  }
  // What was given of an identity goes at its minute, looked at or not.
  const endReleases = () => {
    house.db.inTransaction(house.releases.sweep).catch((error: unknown) => {
      log.error({ err: error }, 'releases of identities were not swept')
    })
  }
  const even = () => {
    evenOut(house).catch((error: unknown) => {
      log.error({ err: error }, 'identity rows of earlier reports were not completed')
    })
  }
  const fold = () => {
    house.db.inTransaction(house.statistics.fold).catch((error: unknown) => {
      log.error({ err: error }, 'figures were not folded')
    })
  }
  run()
  even()
  const timers = [
    setInterval(even, DAY),
    setInterval(run, HOUR),
    setInterval(rotate, MINUTE),
    setInterval(endReleases, MINUTE),
    setInterval(fold, MINUTE),
  ]
  for (const timer of timers) timer.unref()
  return () => {
    for (const timer of timers) clearInterval(timer)
  }
}
