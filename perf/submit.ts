import { percentile, round, timed } from './figures'
import { meter, type ProcessorMs } from './meter'
import { watchOtherPages } from './onlooking'
import { finish, journey, prepare } from './reporting'
import { startServer, type BenchServer } from './server'

type Mode = 'journey' | 'final'

/**
 * One measured run. Times in milliseconds. `lost` counts submissions that got no receipt;
 * `other_pages_p95_ms` is GET / and GET /follow, read by another process meanwhile; `cpu_ms_per_report` is
 * processor time, which tells what a report costs whatever else the machine is doing.
 */
type Run = {
  readonly mode: Mode
  readonly concurrency: number
  readonly accepted_per_s: number
  readonly lost: number
  readonly reports: number
  readonly requests_per_report: number
  readonly p50_ms: number
  readonly p95_ms: number
  readonly other_pages_p95_ms: number
  readonly rss_mb: number
  readonly cpu_ms_per_report: ProcessorMs
}

type Done = { readonly ms: number; readonly requests: number }
/** One report, measured from its start to its receipt. */
type Work = () => Promise<Done>

const journeyWork =
  (base: string): Work =>
  async () => {
    const [visitor, ms] = await timed(() => journey(base))
    return { ms, requests: visitor.requests() }
  }

const finalWork = async (base: string): Promise<Work> => {
  const draft = await prepare(base)
  const before = draft.visitor.requests()
  return async () => {
    const [, ms] = await timed(() => finish(draft))
    return { ms, requests: draft.visitor.requests() - before }
  }
}

/** So many workers take one piece of work after the other, until none is left or the time is over. */
const inParallel = async <T>(
  count: number,
  works: readonly (() => Promise<T>)[],
  seconds = Number.POSITIVE_INFINITY,
): Promise<PromiseSettledResult<T>[]> => {
  const queue = [...works]
  const results: PromiseSettledResult<T>[] = []
  const end = performance.now() + seconds * 1000
  const worker = async () => {
    for (let work = queue.shift(); work !== undefined; work = queue.shift()) {
      if (performance.now() > end) return
      results.push(...(await Promise.allSettled([work()])))
    }
  }
  await Promise.all(Array.from({ length: count }, worker))
  return results
}

const fulfilled = <T>(results: readonly PromiseSettledResult<T>[]): T[] =>
  results.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))

type Size = {
  readonly mode: Mode
  readonly concurrency: number
  readonly reports: number
  /** No report is begun after so many seconds, so that a slow machine is measured too. */
  readonly seconds: number
}

const worksOf = async (base: string, { mode, reports, seconds }: Size): Promise<Work[]> => {
  if (mode === 'journey') return Array.from({ length: reports }, () => journeyWork(base))
  const drafts = Array.from({ length: reports }, () => () => finalWork(base))
  return fulfilled(await inParallel(8, drafts, seconds))
}

const measure = async (server: BenchServer, size: Size): Promise<Run> => {
  const { publicUrl, residentMb } = server
  const works = await worksOf(publicUrl, size)
  const stopWatching = await watchOtherPages(publicUrl)
  const processor = meter(server)
  const [results, ms] = await timed(() => inParallel(size.concurrency, works, size.seconds))
  const cpu = processor(results.length)
  const others = await stopWatching()
  const done = fulfilled(results)
  for (const result of results)
    if (result.status === 'rejected') process.stderr.write(`lost: ${String(result.reason)}\n`)
  const times = done.map(one => one.ms)
  return {
    mode: size.mode,
    concurrency: size.concurrency,
    accepted_per_s: round((done.length / ms) * 1000),
    lost: results.length - done.length,
    reports: results.length,
    requests_per_report: done[0]?.requests ?? 0,
    p50_ms: round(percentile(times, 0.5)),
    p95_ms: round(percentile(times, 0.95)),
    other_pages_p95_ms: round(percentile(others, 0.95)),
    rss_mb: residentMb(),
    cpu_ms_per_report: cpu,
  }
}

const atOnce = [1, 4, 16] as const
const sizes = {
  quick: { reports: { journey: [10, 16, 48], final: [16, 32, 128] }, seconds: 4 },
  full: { reports: { journey: [100, 200, 400], final: [200, 400, 1600] }, seconds: 60 },
} as const

/** `npm run bench -- submit [--quick]`: how many reports the portal takes, and what others feel of it. */
export const submit = async ({ quick }: { readonly quick: boolean }): Promise<unknown> => {
  const server = await startServer()
  const { reports, seconds } = quick ? sizes.quick : sizes.full
  const runs: Run[] = []
  try {
    // What is compiled and cached on first use is not what is measured.
    await measure(server, { mode: 'journey', concurrency: 4, reports: 24, seconds })
    for (const mode of ['journey', 'final'] as const)
      for (const [at, concurrency] of atOnce.entries()) {
        process.stderr.write(`${mode}, ${concurrency} at once\n`)
        const size = { mode, concurrency, reports: reports[mode][at] ?? 0, seconds }
        runs.push(await measure(server, size))
      }
  } finally {
    await server.stop()
  }
  return { runs }
}
