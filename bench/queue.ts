import path from 'node:path'
import { prepareCases } from './cases'
import { percentile, round, timed } from './figures'
import { meter, type ProcessorMs } from './meter'
import { keptData, startServer, type BenchServer } from './server'
import { signIn } from './signing-in'
import type { Visitor } from './visitor'

/** `opened` of the 50 rows showed their title: the session's keys opened it. Times in milliseconds. */
type Run = {
  readonly cases: number
  readonly rows: number
  readonly opened: number
  readonly p50_ms: number
  readonly p95_ms: number
  readonly next_page_p95_ms: number
  readonly prepared_in_s: number
  readonly cpu_ms_per_page: ProcessorMs
}

const PAGE = '/staff/queue?size=50'
const nextHref = /href="(\/staff\/queue\?[^"]*after=[^"]*)"/

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
  const [, preparing] = await timed(() => prepareCases(server.dataDir, cases))
  const { html } = await visitor.get(PAGE)
  const opened = html.match(/医院第 \d+ 号/g)?.length ?? 0
  const rows = opened + (html.match(/还打不开/g)?.length ?? 0)
  await times(visitor, PAGE, 20)
  const processor = meter(server)
  const first = await times(visitor, PAGE, count)
  const cpu = processor(count)
  const next = nextHref.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? PAGE
  const second = await times(visitor, next, Math.ceil(count / 4))
  visitor.leave()
  return {
    cases,
    rows,
    opened,
    p50_ms: round(percentile(first, 0.5)),
    p95_ms: round(percentile(first, 0.95)),
    next_page_p95_ms: round(percentile(second, 0.95)),
    prepared_in_s: round(preparing / 1000, 0),
    cpu_ms_per_page: cpu,
  }
}

/** `npm run bench -- queue [--quick]`: the officers' list, 50 rows, by the number of cases behind it. */
export const queue = async ({ quick }: { readonly quick: boolean }): Promise<unknown> => {
  const runs: Run[] = []
  for (const cases of quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000]) {
    // Kept for the next run: a million cases take minutes to seal.
    const server = await startServer(path.join(keptData(), `queue-${cases}`))
    try {
      runs.push(await measure(server, cases, quick ? 100 : 300))
    } finally {
      await server.stop()
    }
  }
  return { runs }
}
