import { createDueClocks, createOfficeHours, type Deadlines } from '../deadlines'
import { createAlerts, createSweep, type SweepDeps } from '../reminders'

type Deps = Omit<SweepDeps, 'dueClocks' | 'officeHours' | 'organisations' | 'deadlines'> &
  Parameters<typeof createAlerts>[0] & {
    readonly organisations: SweepDeps['organisations']
    readonly deadlines: Deadlines
  }

/** What follows from clocks: who is reminded, and what moves when the calendar does. */
export const buildClockRooms = (deps: Deps) => ({
  reminders: createSweep({
    ...deps,
    dueClocks: createDueClocks(),
    officeHours: createOfficeHours(deps),
  }),
  alerts: createAlerts(deps),
})
