import { createCalendarChanges, createWalking, type WalkDeps } from '../calendar'
import {
  createCalendarYears,
  createDueClocks,
  createOfficeHours,
  type Deadlines,
} from '../deadlines'
import { createLawDrafts } from '../lawmaking'
import { createLetterSource } from '../oversight'
import { createAlerts, createSweep, type SweepDeps } from '../reminders'

type Deps = Omit<SweepDeps, 'dueClocks' | 'officeHours' | 'deadlines' | 'letterSource'> &
  Omit<WalkDeps, 'years' | 'deadlines'> &
  Parameters<typeof createLetterSource>[0] &
  Parameters<typeof createAlerts>[0] & { readonly deadlines: Deadlines }

/** What follows from clocks and rules: who is reminded, what moves when the calendar does, new versions of law. */
export const buildClockRooms = (deps: Deps) => {
  const years = createCalendarYears()
  return {
    reminders: createSweep({
      ...deps,
      dueClocks: createDueClocks(),
      officeHours: createOfficeHours(deps),
      letterSource: createLetterSource(deps),
    }),
    alerts: createAlerts(deps),
    calendarChanges: createCalendarChanges({ ...deps, years }),
    lawDrafts: createLawDrafts(deps),
    calendarWalk: createWalking({ ...deps, years }),
  }
}
