import { createMailJobs } from '../../src/notify'
import { createLog } from '../../src/platform/log'
import type { OrganisationId, StaffId } from '../../src/vocabulary/ids'
import { openMailServer, type MailServer } from './mail-server'
import { hire, moveIn, type Officer } from './people'
import { openSite, type Site } from './site'

const system = { side: 'system' } as const

export const setEmail = (
  { house }: Site,
  id: StaffId,
  address: string | undefined,
): Promise<void> => house.db.inTransaction(tx => house.accounts.setEmail(tx, system, id, address))

export const emailOf = ({ username }: Officer): string => `${username}@example.test`

export type MailDay = {
  readonly site: Site
  readonly organisationId: OrganisationId
  readonly staff: Record<'intake' | 'second' | 'wang' | 'li' | 'stranger', Officer>
  readonly server: MailServer
  readonly lines: readonly string[]
  /** One round, and every job it made, as a worker would do them. */
  readonly work: () => Promise<void>
  /** The clock to this moment, then a round. */
  readonly at: (moment: string) => Promise<void>
  /** Who got a mail since the last time this was asked, sorted. */
  readonly mailed: () => string[]
  readonly stop: () => Promise<void>
}

/** A body whose officers all have an address, on a Monday at twenty past ten in Beijing. */
export const openMailDay = async (): Promise<MailDay> => {
  const server = await openMailServer()
  const site = await openSite({
    now: '2026-11-23T02:20:00Z',
    config: { demonstration: false, smtpUrl: server.url, mailFrom: 'noreply@example.test' },
  })
  const { own } = await moveIn(site)
  const staff = {
    intake: await hire(site, own.id, ['intake'], '林雨晴'),
    second: await hire(site, own.id, ['intake'], '何晓'),
    wang: await hire(site, own.id, ['handler'], '王承办'),
    li: await hire(site, own.id, ['handler'], '李承办'),
    stranger: await hire(site, own.id, ['handler'], '赵旁人'),
  }
  for (const one of Object.values(staff)) await setEmail(site, one.actor.id, emailOf(one))

  const lines: string[] = []
  const log = createLog({ times: 'exact', destination: { write: line => void lines.push(line) } })
  const { tasks } = createMailJobs({ mailing: site.house.mailing, log })
  const work = async () => {
    await tasks['mail.round']?.({})
    const jobs = await site
      .tables('graphile_worker._private_jobs')
      .select<{ id: number; payload: unknown }[]>('id', 'payload')
    await site.tables('graphile_worker._private_jobs').delete()
    for (const { payload } of jobs) await tasks['mail.send']?.(payload)
  }
  let seen = 0
  return {
    ...{ site, staff, server, lines, work },
    organisationId: own.id,
    at: async moment => {
      site.clock.set(moment)
      await work()
    },
    mailed: () => {
      const fresh = server.received.slice(seen).map(({ to }) => to)
      seen = server.received.length
      return fresh.sort()
    },
    stop: async () => {
      await server.stop()
      await site.stop()
    },
  }
}
