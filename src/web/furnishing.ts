import { setInterval } from 'node:timers'
import type { Log } from '../platform/log'
import type { House } from './house'

/** What every installation has from the first start: the shipped law and calendar. Safe to repeat. */
export const furnish = async ({ db, lawbook, deadlines }: House): Promise<void> => {
  await db.inTransaction(async tx => {
    await lawbook.seed(tx)
    await deadlines.seedCalendar(tx)
  })
}

const HOUR = 3_600_000

const sweep = async ({ db, sessions, intake, evidence }: House): Promise<void> => {
  await db.inTransaction(async tx => {
    await sessions.sweep(tx)
    await intake.drafts.sweep(tx)
  })
  await evidence.sweep()
}

/** Throws away what is past its time, now and every hour. Returns how to end that. */
export const keepTidy = (house: House, log: Log): (() => void) => {
  const run = () => {
    sweep(house).catch((error: unknown) => {
      log.error({ err: error }, 'sweep failed')
    })
  }
  run()
  const timer = setInterval(run, HOUR)
  timer.unref()
  return () => {
    clearInterval(timer)
  }
}
