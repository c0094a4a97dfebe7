import { z } from 'zod'
import type { JobList } from '../platform/jobs/worker'
import type { Log } from '../platform/log'
import { MAIL_SEND, type Mailing } from './mailing.service'

const MAIL_ROUND = 'mail.round'
const Payload = z.object({ id: z.uuid() })

/** Every five minutes, day and night: the round itself asks whether it is office time, in Beijing. */
export const createMailJobs = ({
  mailing,
  log,
}: {
  readonly mailing: Mailing
  readonly log: Log
}): JobList => ({
  tasks: {
    [MAIL_ROUND]: mailing.round,
    [MAIL_SEND]: async payload => {
      const { id } = Payload.parse(payload)
      const outcome = await mailing.send(id)
      if (outcome.result === 'taken' || outcome.result === 'not-now') return
      // The mail's random number and the transport's code: no address, no words of the other server.
      log.warn({ mail: id, ...outcome }, 'mail not sent')
    },
  },
  cron: [{ task: MAIL_ROUND, match: '*/5 * * * *' }],
})
