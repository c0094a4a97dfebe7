import { once } from 'node:events'
import { z } from 'zod'
import { readConfig } from './platform/config'
import { letHeapGrow } from './platform/heap'
import { openEntrances } from './web/entrances'
import { openHouse } from './web/opening'
import { sentencesOf } from './web/sentences'

// One of the processes that answer the doors (web/listeners.ts). Database, migrations, sweeps and mail are the
// business of the process that started it.

const Order = z.object({ databaseUrl: z.string() })

const tell = (report: object): Promise<void> =>
  new Promise(resolve => {
    if (process.send === undefined) resolve()
    else
      process.send(report, () => {
        resolve()
      })
  })

const start = async (): Promise<void> => {
  letHeapGrow()
  const answer = once(process, 'message')
  await tell({ asks: true })
  const [message] = (await answer) as [unknown]
  const { databaseUrl } = Order.parse(message)
  const config = readConfig(process.env)
  const { house, close } = await openHouse(config, { service: false, databaseUrl })
  let stopping: Promise<void> | undefined
  try {
    const entrances = await openEntrances(house, config)
    const stop = () => {
      stopping ??= entrances.close().then(close)
      void stopping.then(() => process.exit(0))
    }
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop)
  } catch (error) {
    await close()
    throw error
  }
  await tell({ ready: true })
}

start().catch(async (error: unknown) => {
  await tell({ failed: sentencesOf(error) })
  process.exit(1)
})
