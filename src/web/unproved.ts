import type { Log } from '../platform/log'

type Unproved = {
  readonly deskId: string
  readonly version: number
  readonly staffId: string
}

/** By the day only: a report that is being sent may be what finds the row. */
export const reportOnce = (log: Log) => {
  const said = new Set<string>()
  return ({ deskId, version, staffId }: Unproved): void => {
    const row = `${deskId}:${version}:${staffId}`
    if (said.has(row)) return
    said.add(row)
    log.error({ desk: deskId, version, staff: staffId }, 'unproved desk seal ignored')
  }
}
