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
  /** Other views and filters of the same list: the middle of 20. */
  readonly lists_p50_ms: Readonly<Record<string, number>>
  readonly prepared_in_s: number
  readonly cpu_ms_per_page: ProcessorMs
}

const PAGE = '/staff/queue?size=50'
const nextHref = /href="(\/staff\/queue\?[^"]*after=[^"]*)"/

/** Tabs, lamps, filters with many and with few cases behind them, other orders. */
const lists = [
  'view=unassigned',
  'view=new-messages',
  'view=mine',
  'view=new',
  'view=due',
  'view=overdue',
  'view=waiting',
  'light=red',
  'light=amber',
  'light=green',
  'behaviour=A3',
  'state=received',
  'state=refused',
  'source=letter',
  'region=990100',
  'kind=pharmacy',
  'screening=suspect',
  'behaviour=A3&source=letter&region=990100',
  'view=unassigned&behaviour=A3',
  'sort=-due',
  'sort=-number',
  'sort=behaviour',
  'sort=state',
] as const

/** Every twentieth waits for its reporter's answer; in data of an older run too. */
const waiting = [
  'UPDATE cases SET awaits_reporter = true WHERE is_open AND arrival % 20 = 0 AND NOT awaits_reporter',
]

const times = async (visitor: Visitor, address: string, count: number): Promise<number[]> => {
  const all: number[] = []
  for (let n = 0; n < count; n += 1) {
    const [{ status }, ms] = await timed(() => visitor.get(address))
    if (status !== 200) throw new Error(`${address} answered ${status}`)
    all.push(ms)
  }
  return all
}

const middleOfLists = async (visitor: Visitor): Promise<Record<string, number>> => {
  const middles: Record<string, number> = {}
  for (const list of lists)
    middles[list] = round(percentile(await times(visitor, `${PAGE}&${list}`, 20), 0.5))
  return middles
}

const measure = async (server: BenchServer, cases: number, count: number): Promise<Run> => {
  const visitor = await signIn(server, 'intake')
  const [, preparing] = await timed(() => prepareCases(server.dataDir, cases, { after: waiting }))
  const { html } = await visitor.get(PAGE)
  const seen = (words: RegExp) => html.match(words)?.length ?? 0
  const opened = seen(/医院第 \d+ 号/g)
  const rows = opened + seen(/还打不开/g)
  await times(visitor, PAGE, 20)
  const processor = meter(server)
  const first = await times(visitor, PAGE, count)
  const cpu = processor(count)
  const next = nextHref.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? PAGE
  const second = await times(visitor, next, Math.ceil(count / 4))
  const others = await middleOfLists(visitor)
  visitor.leave()
  return {
    cases,
    rows,
    opened,
    p50_ms: round(percentile(first, 0.5)),
    p95_ms: round(percentile(first, 0.95)),
    next_page_p95_ms: round(percentile(second, 0.95)),
    lists_p50_ms: others,
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
