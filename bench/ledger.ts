import path from 'node:path'
import { prepareCases } from './cases'
import { percentile, round, timed } from './figures'
import { meter, type ProcessorMs } from './meter'
import { keptData, startServer, type BenchServer } from './server'
import { signIn } from './signing-in'
import type { Visitor } from './visitor'

/** Times in milliseconds. `rows` of the first page; `filters_p50_ms`: the middle of 10. */
type Run = {
  readonly cases: number
  readonly rows: number
  readonly p50_ms: number
  readonly p95_ms: number
  readonly next_page_p95_ms: number
  readonly filters_p50_ms: Readonly<Record<string, number>>
  readonly cpu_ms_per_page: ProcessorMs
}

const PAGE = '/staff/ledger?from=2020-01-01&until=2030-12-31'
const nextHref = /href="(\/staff\/ledger\?[^"]*after=[^"]*)"/
const filters = ['standing=open', 'standing=overdue', 'standing=closed', 'source=letter'] as const

const times = async (visitor: Visitor, address: string, count: number): Promise<number[]> => {
  const all: number[] = []
  for (let n = 0; n < count; n += 1) {
    const [{ status }, ms] = await timed(() => visitor.get(address))
    if (status !== 200) throw new Error(`${address} answered ${status}`)
    all.push(ms)
  }
  return all
}

const measure = async (server: BenchServer, cases: number, count: number): Promise<Run> => {
  const visitor = await signIn(server, 'intake')
  await prepareCases(server.dataDir, cases)
  const { html } = await visitor.get(PAGE)
  await times(visitor, PAGE, 10)
  const processor = meter(server)
  const first = await times(visitor, PAGE, count)
  const cpu = processor(count)
  const next = nextHref.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? PAGE
  const second = await times(visitor, next, Math.ceil(count / 4))
  const middles: Record<string, number> = {}
  for (const filter of filters)
    middles[filter] = round(percentile(await times(visitor, `${PAGE}&${filter}`, 10), 0.5))
  visitor.leave()
  return {
    cases,
    rows: html.match(/data-test="row"/g)?.length ?? 0,
    p50_ms: round(percentile(first, 0.5)),
    p95_ms: round(percentile(first, 0.95)),
    next_page_p95_ms: round(percentile(second, 0.95)),
    filters_p50_ms: middles,
    cpu_ms_per_page: cpu,
  }
}

/** `npm run bench -- ledger [--quick]`: the ledger of all years, by the number of cases; on the data of `queue`. */
export const ledger = async ({ quick }: { readonly quick: boolean }): Promise<unknown> => {
  const runs: Run[] = []
  for (const cases of quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000]) {
    const server = await startServer(path.join(keptData(), `queue-${cases}`))
    try {
      runs.push(await measure(server, cases, quick ? 40 : 100))
    } finally {
      await server.stop()
    }
  }
  return { runs }
}
