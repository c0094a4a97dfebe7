import { createDiskBlobs } from '../../src/platform/blobs'
import { systemClock } from '../../src/platform/clock'
import { readConfig } from '../../src/platform/config'
import { createInstallation } from '../../src/platform/crypto'
import { silentLog } from '../../src/platform/log'
import { systemRandom } from '../../src/platform/random'
import { createHouse } from '../../src/web/house'
import { createReporterApp } from '../../src/web/reporter-app'
import { createStaffApp } from '../../src/web/staff-app'

const notUsed = () => Promise.reject(new Error('not used'))
const db = { inTransaction: notUsed, piecemeal: notUsed, isUp: notUsed, close: notUsed }

const house = createHouse({
  config: readConfig({}),
  db,
  clock: systemClock,
  random: systemRandom,
  blobs: createDiskBlobs('/nowhere'),
  installation: createInstallation([{ version: 1, secret: Buffer.alloc(32) }]),
})

const listOf = ({ doors }: ReturnType<typeof createStaffApp>) =>
  doors
    .map(
      ({ method, path, permission }) =>
        `${method.toUpperCase().padEnd(6)} ${path}  <- ${permission}`,
    )
    .sort()

// Whoever opens a door sees it here, and the reviewer sees what guards it.
it('keeps the list of the reporters’ doors', () => {
  expect(listOf(createReporterApp(house, silentLog()))).toMatchSnapshot()
})

it('keeps the list of the officers’ doors and their locks', () => {
  expect(listOf(createStaffApp(house, silentLog()))).toMatchSnapshot()
})

it('leads to staff paths only below /staff, and to no staff path for reporters', () => {
  const reporter = createReporterApp(house, silentLog()).doors.map(({ path }) => path)
  const staff = createStaffApp(house, silentLog()).doors.map(({ path }) => path)

  expect(reporter.filter(path => path.startsWith('/staff'))).toEqual([])
  expect(staff.filter(path => path !== '/' && !path.startsWith('/staff'))).toEqual([])
})
