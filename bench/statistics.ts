import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { COUNTIES, prepareFigures } from './figured-cases'
import { percentile, round, timed } from './figures'
import { meter, type ProcessorMs } from './meter'
import { keptData, startServer, type BenchServer } from './server'
import { signIn } from './signing-in'
import type { Visitor } from './visitor'

/** All pages together, each asked equally often; then the middle of each by itself. Times in milliseconds. */
type Run = {
  readonly cases: number
  readonly rows: number
  readonly p50_ms: number
  readonly p95_ms: number
  readonly pages_p50_ms: Readonly<Record<string, number>>
  readonly cpu_ms_per_page: ProcessorMs
}

const pagesOf = (year: number): readonly string[] => [
  `period=y${year}&by=body`,
  `period=y${year}&by=month`,
  `period=y${year - 1}&by=behaviour`,
  `period=y${year - 1}&by=body&source=letter`,
  `period=y${year - 1}&by=month&behaviour=A3`,
  `period=q${year}-3&by=source`,
  `period=days&from=${year}-01-15&until=${year}-09-15&by=behaviour`,
]

const PAGE = '/staff/statistics?'

const timeOf = async (visitor: Visitor, query: string): Promise<number> => {
  const [{ status }, ms] = await timed(() => visitor.get(`${PAGE}${query}`))
  if (status !== 200) throw new Error(`${query} answered ${status}`)
  return ms
}

const measure = async (server: BenchServer, cases: number, rounds: number): Promise<Run> => {
  const visitor = await signIn(server, 'intake')
  await prepareFigures(server.dataDir, cases)
  const pages = pagesOf(Number(new Intl.DateTimeFormat('en', { year: 'numeric' }).format()))
  const rowsOf = async () =>
    (await visitor.get(`${PAGE}${pages[0] ?? ''}`)).html.match(/data-test="row"/g)?.length ?? 0
  // The service learns of the bodies within half a minute.
  while ((await rowsOf()) < COUNTIES) await setTimeout(1_000)
  for (const page of pages) for (let n = 0; n < 3; n += 1) await timeOf(visitor, page)
  const times = new Map(pages.map(page => [page, [] as number[]]))
  const processor = meter(server)
  for (let n = 0; n < rounds; n += 1)
    for (const [page, all] of times) all.push(await timeOf(visitor, page))
  const cpu = processor(rounds * pages.length)
  visitor.leave()
  const all = [...times.values()].flat()
  return {
    cases,
    rows: await rowsOf(),
    p50_ms: round(percentile(all, 0.5)),
    p95_ms: round(percentile(all, 0.95)),
    pages_p50_ms: Object.fromEntries(
      [...times].map(([page, one]) => [page, round(percentile(one, 0.5))]),
    ),
    cpu_ms_per_page: cpu,
  }
}

/** `npm run bench -- statistics [--quick]`: the pages of figures, by the number of cases behind them. */
export const statistics = async ({ quick }: { readonly quick: boolean }): Promise<unknown> => {
  const runs: Run[] = []
  for (const cases of quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000]) {
    const server = await startServer(path.join(keptData(), `statistics-${cases}`))
    try {
      runs.push(await measure(server, cases, quick ? 15 : 30))
    } finally {
      await server.stop()
    }
  }
  return { runs }
}
