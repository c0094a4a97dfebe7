import path from 'node:path'
import { readConfig } from '../src/platform/config'
import { furnish } from '../src/web/furnishing'
import { openHouse } from '../src/web/opening'
import { percentile, round, timed } from './figures'
import { DUE, NOON, countTaken, prepareClocks, windBack } from './open-clocks'
import { keptData } from './server'

/** `sweep_ms`: the middle of all sweeps, each of which found so many clocks due among those that are open. */
type Run = {
  readonly open: number
  readonly due: number
  readonly sweep_ms: number
  readonly slowest_ms: number
  /** A round in which nothing is due: what the others of a day cost. */
  readonly idle_ms: number
  readonly told: number
  readonly prepared_in_s: number
}

const measure = async (open: number, times: number): Promise<Run> => {
  const config = readConfig({ DATA_DIR: path.join(keptData(), `clocks-${open}`) })
  const { house, ownerUrl = '', close } = await openHouse(config, { service: false, clock: NOON })
  try {
    await furnish(house)
    const [, preparing] = await timed(() => prepareClocks(house, ownerUrl, open))
    const sweeps: number[] = []
    // The first one finds nothing kept in memory yet, neither here nor in the database.
    for (let n = 0; n <= times; n += 1) {
      await windBack(ownerUrl)
      const [moved, ms] = await timed(house.reminders.sweep)
      if (moved !== DUE) throw new Error(`${moved} clocks were due`)
      if (n > 0) sweeps.push(ms)
    }
    const [, idle] = await timed(house.reminders.sweep)
    return {
      open,
      due: DUE,
      sweep_ms: round(percentile(sweeps, 0.5)),
      slowest_ms: round(Math.max(...sweeps)),
      idle_ms: round(idle),
      told: await countTaken(ownerUrl),
      prepared_in_s: round(preparing / 1000, 0),
    }
  } finally {
    await close()
  }
}

/** `npm run bench -- clocks [--quick]`: one round of reminders, by the number of clocks that run. */
export const clocks = async ({ quick }: { readonly quick: boolean }): Promise<unknown> => {
  const runs: Run[] = []
  for (const open of quick ? [100_000] : [100_000, 1_000_000]) runs.push(await measure(open, 5))
  return { runs }
}
