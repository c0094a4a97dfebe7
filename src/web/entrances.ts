import type { Config } from '../platform/config'
import { closeServer, listen } from '../platform/http/listening'
import { createLog } from '../platform/log'
import type { House } from './house'
import { createReporterApp } from './reporter-app'
import { createStaffApp } from './staff-app'

export type Entrances = { readonly close: () => Promise<void> }

/** Both listening doors of a house, in this process. @throws Error EADDRINUSE */
export const openEntrances = async (house: House, config: Config): Promise<Entrances> => {
  const reporters = createReporterApp(house, createLog({ times: 'day', side: 'reporter' }))
  const staff = createStaffApp(house, createLog({ times: 'exact', side: 'staff' }))
  const { publicPort, staffPort, host } = config
  const first = await listen(reporters.app, publicPort, host)
  try {
    const second = await listen(staff.app, staffPort, host)
    return {
      close: async () => {
        await Promise.all([closeServer(first), closeServer(second)])
      },
    }
  } catch (error) {
    await closeServer(first)
    throw error
  }
}
