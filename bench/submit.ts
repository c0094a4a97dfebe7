import { percentile, round, timed } from './figures'
import { finish, prepare } from './reporting'
import { startServer, type BenchServer } from './server'

type Mode = 'journey' | 'final'

/**
 * One measured run. Times in milliseconds. `lost` counts submissions that got no receipt;
 * `other_pages_p95_ms` is GET / and GET /follow by a separate client meanwhile.
 */
type Run = {
  readonly mode: Mode
  readonly concurrency: number
  readonly accepted_per_s: number
  readonly lost: number
  readonly requests_per_report: number
  readonly p50_ms: number
  readonly p95_ms: number
  readonly other_pages_p95_ms: number
  readonly rss_mb: number
}

type Done = { readonly ms: number; readonly requests: number }

const once = {
  journey: async (base: string): Promise<Done> => {
    const [visitor, ms] = await timed(async () => {
      const prepared = await prepare(base)
      await finish(prepared)
      return prepared.visitor
    })
    return { ms, requests: visitor.requests() }
  },
  final: async (_base: string, prepared: Awaited<ReturnType<typeof prepare>>): Promise<Done> => {
    const before = prepared.visitor.requests()
    const [, ms] = await timed(() => finish(prepared))
    return { ms, requests: prepared.visitor.requests() - before }
  },
}

const watchOtherPages = (base: string): (() => Promise<number[]>) => {
  const times: number[] = []
  const state = { going: true }
  const watching = (async () => {
    while (state.going) {
      for (const path of ['/', '/follow']) {
        const [, ms] = await timed(async () => (await fetch(base + path)).text())
        times.push(ms)
      }
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  })()
  return async () => {
    state.going = false
    await watching
    return times
  }
}

/** So many workers take one piece of work after the other until none is left. */
const inParallel = async (count: number, works: (() => Promise<void>)[]): Promise<void> => {
  const queue = [...works]
  const worker = async () => {
    for (let work = queue.shift(); work !== undefined; work = queue.shift()) await work()
  }
  await Promise.all(Array.from({ length: count }, worker))
}

const measure = async (
  { publicUrl, residentMb }: BenchServer,
  mode: Mode,
  concurrency: number,
  reports: number,
): Promise<Run> => {
  const prepared = mode === 'final' ? Array.from({ length: reports }, () => prepare(publicUrl)) : []
  const ready = await Promise.all(prepared)
  const stopWatching = watchOtherPages(publicUrl)
  const done: Done[] = []
  const works = Array.from({ length: reports }, (_, at) => async () => {
    const draft = ready[at]
    const work = draft === undefined ? once.journey(publicUrl) : once.final(publicUrl, draft)
    await work.then(
      figures => done.push(figures),
      (error: unknown) => process.stderr.write(`lost: ${String(error)}\n`),
    )
  })
  const [, ms] = await timed(() => inParallel(concurrency, works))
  const others = await stopWatching()
  const times = done.map(one => one.ms)
  return {
    mode,
    concurrency,
    accepted_per_s: round((done.length / ms) * 1000),
    lost: reports - done.length,
    requests_per_report: done[0]?.requests ?? 0,
    p50_ms: round(percentile(times, 0.5)),
    p95_ms: round(percentile(times, 0.95)),
    other_pages_p95_ms: round(percentile(others, 0.95)),
    rss_mb: await residentMb(),
  }
}

const sizes = { quick: { 1: 5, 4: 16, 16: 48 }, full: { 1: 200, 4: 400, 16: 1600 } } as const

/** `npm run bench -- submit [--quick]`: how many reports the portal takes, and what others feel of it. */
export const submit = async ({ quick }: { readonly quick: boolean }): Promise<unknown> => {
  const server = await startServer()
  const runs: Run[] = []
  try {
    await measure(server, 'journey', 4, 8)
    for (const mode of ['journey', 'final'] as const) {
      for (const [concurrency, reports] of Object.entries(quick ? sizes.quick : sizes.full)) {
        process.stderr.write(`${mode}, ${concurrency} at once\n`)
        runs.push(await measure(server, mode, Number(concurrency), reports))
      }
    }
  } finally {
    await server.stop()
  }
  return { runs }
}
