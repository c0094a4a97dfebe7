import { round } from './figures'
import type { BenchServer } from './server'

export type ProcessorMs = Readonly<Record<'service' | 'database' | 'bench', number>>

/**
 * Processor time from now until it is asked, for each of so many pieces of work: what one of them costs,
 * whatever else the machine is doing meanwhile.
 */
export const meter = ({ processorMs }: BenchServer) => {
  const before = processorMs()
  const own = process.cpuUsage()
  return (pieces: number): ProcessorMs => {
    const after = processorMs()
    const { user, system } = process.cpuUsage(own)
    return {
      service: round((after.service - before.service) / pieces),
      database: round((after.database - before.database) / pieces),
      bench: round((user + system) / 1000 / pieces),
    }
  }
}
