import type { Express } from 'express'
import { openFollowupDoors } from '../followup/followup.reporter.routes'
import { openIntakeDoors } from '../intake/intake.reporter.routes'
import { openVerifyDoors } from '../notices'
import { createReporterDoors, type Door } from '../platform/http/doors'
import type { Log } from '../platform/log'
import { openExitDoor } from '../publicity/exit.reporter.routes'
import { openPublicityDoors } from '../publicity/publicity.reporter.routes'
import { openDecisionsDoors } from '../register'
import { reporterBudgets } from './budgets'
import { closeEntrance, guardForms, openEntrance } from './entrance'
import type { House } from './house'
import { createShells } from './shell'

type Entrance = { readonly app: Express; readonly doors: readonly Door<string>[] }

/** The public's entrance. Nobody signs in here, and no staff route can be reached through it. */
export const createReporterApp = (house: House, log: Log): Entrance => {
  const app = openEntrance({ ...house, side: 'reporter', log })
  const csrf = guardForms(app, 'reporter', house)
  const shells = createShells(house, 'reporter', csrf)
  const doors = createReporterDoors(csrf.protect, house.brakes.before(reporterBudgets))
  openPublicityDoors(doors, house)
  openVerifyDoors(doors, house)
  openDecisionsDoors(doors, house)
  openIntakeDoors(doors, house)
  openFollowupDoors(doors, { ...house, guard: house.visits })

  // Before anything that asks the database: quick exit must open when nothing else does.
  const wayOut = createReporterDoors(csrf.protect)
  openExitDoor(wayOut, { ...house, reporterGuard: house.visits })
  app.use(wayOut.router)

  app.use(...house.brakes.requests)
  app.use(house.visits.load)
  app.use(shells.dress)
  app.use(doors.router)
  closeEntrance(app, { side: 'reporter', log, random: house.random, shells })
  return { app, doors: [...wayOut.list, ...doors.list] }
}
