import type { HomePart } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import { periodWords } from '../platform/periods.rules'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import { newestOf } from './report.rules'
import type { StatisticsReports } from './reports.service'
import { REPORTS } from './reports.view'

/** Reports that bodies below owe, for those who receive them. */
export const createStatisticsHomePart =
  ({ lateBelow }: Pick<StatisticsReports, 'lateBelow'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (!isAllowed(actor, 'statistics.sign')) return {}
    const late = await lateBelow(tx, actor)
    const newest = newestOf(late.flatMap(({ periods }) => periods))
    if (newest === undefined) return {}
    const light = {
      ...({ lamp: 'red', count: String(late.length) } as const),
      href: `${REPORTS}?period=${newest}`,
      word: `统计报表过期未报的下级单位，最近一期是 ${periodWords(newest)}`,
    }
    return { lights: [light] }
  }
