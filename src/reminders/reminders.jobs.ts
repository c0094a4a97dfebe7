import type { JobList } from '../platform/jobs/worker'
import type { Sweep } from './sweep.service'

const REMINDERS_SWEEP = 'reminders.sweep'

/** Every five minutes, day and night: the sweep itself asks whether it is office time, in Beijing. */
export const createReminderJobs = ({ reminders }: { readonly reminders: Sweep }): JobList => ({
  tasks: {
    [REMINDERS_SWEEP]: async () => {
      await reminders.sweep()
    },
  },
  cron: [{ task: REMINDERS_SWEEP, match: '*/5 * * * *' }],
})
