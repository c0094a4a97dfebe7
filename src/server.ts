import path from 'node:path'
import { createAuditJobs } from './audit'
import { createAwardJobs } from './awards'
import { createBatchJobs } from './batches'
import { createCalendarJobs } from './calendar'
import { seedDemonstration } from './demonstration'
import { createMailJobs } from './notify'
import { readConfig, type Config } from './platform/config'
import { letHeapGrow } from './platform/heap'
import { ANNOUNCE_MS } from './platform/jobs/tickets'
import { joinJobs, startWorker } from './platform/jobs/worker'
import { createLog, type Log } from './platform/log'
import { createReminderJobs } from './reminders'
import { createRetentionJobs } from './retention'
import { createRotationJobs } from './rotation'
import { openEntrances, type Entrances } from './web/entrances'
import { furnish, keepTidy } from './web/furnishing'
import type { House } from './web/house'
import { openListeners } from './web/listeners'
import { openHouse } from './web/opening'
import { sentencesOf } from './web/sentences'

const say = (line: string) => process.stdout.write(`${line}\n`)

const announce = (config: Config): void => {
  say(`群众端  ${config.publicUrl}`)
  say(`工作端  ${config.staffUrl}/staff`)
  if (config.throttleTimes !== 1)
    say(`限速放宽到 ${config.throttleTimes} 倍（THROTTLE_TIMES；0 是不限速）`)
  if (!config.demonstration) {
    if (config.trustedProxies.length === 0)
      say('没有设置 TRUSTED_PROXIES：分不清访问来自哪个网络，按网络限速没有生效')
    return
  }
  say(`演示环境：只能从本机打开，请不要填写真实举报。`)
  say(`提醒邮件只写成文件，不寄出  ${config.dataDir}/mail`)
  const where = config.dataDir === path.resolve('data') ? '' : `DATA_DIR=${config.dataDir} `
  say(`演示账号  ${config.dataDir}/demo-accounts.json`)
  say(`动态口令  ${where}npm run cli -- demo otp 用户名`)
}

/** Before `setup` both entrances answer, but nobody can report or sign in. */
const announceSetup = async ({ db, organisations }: House): Promise<void> => {
  const { organisationId } = await db.inTransaction(organisations.site)
  if (organisationId === undefined)
    say('还没有登记单位，网站不收举报。下一步：用同样的环境变量运行 npm run cli -- setup')
}

/** While this process runs jobs, sessions may seal the key of a file to it. */
const keepAnnounced = async ({ db, tickets }: House): Promise<() => void> => {
  const announceKey = () => db.inTransaction(tickets.announce)
  await announceKey()
  // Once missed is made up the next time: the key counts as live for several turns.
  const timer = setInterval(() => void announceKey().catch(() => undefined), ANNOUNCE_MS)
  timer.unref()
  return () => {
    clearInterval(timer)
  }
}

type Opening = { readonly house: House; readonly databaseUrl: string; readonly log: Log }

const open = (config: Config, { house, ...rest }: Opening): Promise<Entrances> => {
  const { processes } = config
  return processes === 1 ? openEntrances(house, config) : openListeners({ processes, ...rest })
}

const start = async (): Promise<void> => {
  letHeapGrow()
  const config = readConfig(process.env)
  // From here on nothing in this process can become the owner of the database.
  delete process.env['DATABASE_OWNER_URL']
  const { house, databaseUrl, close } = await openHouse(config, { service: true, say })
  let opening: Promise<Entrances> | undefined
  const workers: { readonly stop: () => Promise<void> }[] = []
  let stopping: Promise<void> | undefined
  const stop = async () => {
    const entrances = await opening?.catch(() => undefined)
    await Promise.all([entrances?.close(), ...workers.map(worker => worker.stop())])
    await close()
  }
  const stopOnce = (): Promise<void> => (stopping ??= stop())
  try {
    await furnish(house)
    if (config.demonstration) await seedDemonstration(house, config.dataDir)
    const log = createLog({ times: 'exact', side: 'staff' })
    const endWork = keepTidy(house, log)
    const jobs = joinJobs(
      createMailJobs({ ...house, log }),
      createRetentionJobs(house),
      createRotationJobs(house),
      createAuditJobs(house),
      createAwardJobs(house),
      createReminderJobs(house),
      createCalendarJobs(house),
      createBatchJobs(house),
    )
    const endAnnouncing = await keepAnnounced(house)
    workers.push(await startWorker({ ...house, databaseUrl, log }, jobs))
    opening = open(config, { house, databaseUrl, log })
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      // npm hands on the Ctrl-C that this process has from the terminal already: the second changes nothing.
      process.on(signal, () => {
        endWork()
        endAnnouncing()
        void stopOnce().then(() => process.exit(0))
      })
    }
    await opening
    announce(config)
    await announceSetup(house)
  } catch (error) {
    await stopOnce()
    throw error
  }
}

start().catch((error: unknown) => {
  process.stderr.write(['没有启动。', ...sentencesOf(error), ''].join('\n'))
  process.exitCode = 1
})
