import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openDatabase } from '../../src/platform/db/database'
import { silentLog } from '../../src/platform/log'
import { createHouse } from '../../src/web/house'
import { createReporterApp } from '../../src/web/reporter-app'
import { createClient, type Client } from './client'
import type { Site } from './site'

/** The site behind a proxy that is trusted, with the limits as they are shipped. */
export const behindProxy = { trustedProxies: ['127.0.0.1'], throttleTimes: 1 }

/** A browser without scripts; the proxy says that it comes from this address. */
export const browserAt = (url: string, address: string): Client =>
  createClient({ url, headers: { 'X-Forwarded-For': address } })

/** Changes a limit before the site has read it, or half a minute before it reads it again. */
export const setLimit = async ({ tables }: Site, code: string, value: number): Promise<void> => {
  const changed = await tables('law_entries')
    .where({ kind: 'limit', code })
    .update({ data: tables.raw(`data || jsonb_build_object('value', ?::int)`, [value]) })
  if (changed !== 1) throw new Error(`there is no limit ${code}`)
}

/** Another server of the same installation: its own memory and connections, the same database. */
export const openNode = async ({ house, database }: Site) => {
  const db = openDatabase(database.url)
  const { config, clock, random, blobs, installation } = house
  const node = createHouse({ config, clock, random, blobs, installation, db })
  const server = createServer(createReporterApp(node, silentLog()).app)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      await new Promise(resolve => {
        server.close(resolve)
        server.closeAllConnections()
      })
      await db.close()
    },
  }
}
