import { setTimeout } from 'node:timers/promises'
import { packXlsx } from '../src/tables/writing-thread'
import type { Page } from '../tests/support/plain-form'
import { percentile, round, timed } from './figures'
import { meter, type ProcessorMs } from './meter'
import { watchOtherPages } from './onlooking'
import { startServer, type BenchServer } from './server'
import { signIn } from './signing-in'
import type { Visitor } from './visitor'

/** `brought` and `checked` in seconds of one request each; `other_pages_p95_ms` of the public pages all the while. */
type Run = {
  readonly format: 'csv' | 'xlsx'
  readonly rows: number
  readonly mb: number
  readonly brought_s: number
  readonly checked_s: number
  readonly imported_s: number
  readonly rows_per_s: number
  readonly created: number
  readonly other_pages_p95_ms: number
  readonly slowest_other_page_ms: number
  readonly rss_mb: number
  readonly cpu_ms_per_row: ProcessorMs
}

type Refused = {
  readonly rows: number
  readonly mb: number
  readonly said: string
  readonly seconds: number
  readonly rss_mb: number
}

const header = ['机构名称', '疑点说明']
/** Another institution in each row: nothing is like what is there already. */
const rowAt = (at: number): string[] => [
  `第${at}号便民诊所`,
  `第 ${at} 条：同一日内为同一人重复收取检查费 ${at % 97} 次，金额 ${(at * 37) % 9001} 元。`,
]

const csvOf = (rows: number): Buffer =>
  Buffer.from(
    `${[header, ...Array.from({ length: rows }, (_, at) => rowAt(at))].map(cells => cells.join(',')).join('\n')}\n`,
  )

async function* batchesOf(rows: number): AsyncGenerator<string[][]> {
  yield [header]
  for (let at = 0; at < rows; at += 500) {
    await setTimeout(0)
    yield Array.from({ length: Math.min(500, rows - at) }, (_, more) => rowAt(at + more + rows))
  }
}

const xlsxOf = async (rows: number): Promise<Buffer> => {
  const pieces: Buffer[] = []
  for await (const piece of packXlsx({ name: '清单', widths: [20, 60] }, batchesOf(rows)))
    pieces.push(piece)
  return Buffer.concat(pieces)
}

const bring = async (visitor: Visitor, name: string, bytes: Buffer): Promise<Page> =>
  visitor.send(
    await visitor.get('/staff/import'),
    '/staff/import',
    [['source', 'monitoring']],
    [{ name, type: 'application/octet-stream', bytes }],
  )

/** What the page has chosen in its lists, as a browser sends it. */
const chosenIn = ({ html }: Page): [string, string][] =>
  [...html.matchAll(/<select[^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g)].map(
    ([, name = '', options = '']) => [
      name,
      /<option value="([^"]*)"[^>]* selected/.exec(options)?.[1] ?? '',
    ],
  )

const numberAfter = (html: string, words: string): number =>
  Number(new RegExp(`${words}</dt><dd>([\\d,]+)`).exec(html)?.[1]?.replaceAll(',', '') ?? -1)

const runImport = async (visitor: Visitor, path: string): Promise<number> => {
  await visitor.send(await visitor.get(path), `${path}/run`, [])
  for (;;) {
    const { html } = await visitor.get(path)
    if (html.includes('>结果<')) return numberAfter(html, '建了线索')
    await setTimeout(500)
  }
}

const measure = async (
  server: BenchServer,
  visitor: Visitor,
  file: { readonly format: 'csv' | 'xlsx'; readonly rows: number; readonly bytes: Buffer },
): Promise<Run> => {
  const { format, rows, bytes } = file
  const stopWatching = await watchOtherPages(server.publicUrl)
  const processor = meter(server)
  const peak = { mb: 0 }
  const watching = setInterval(() => {
    peak.mb = Math.max(peak.mb, server.residentMb())
  }, 200)
  const [page, brought] = await timed(() => bring(visitor, `清单.${format}`, bytes))
  const { url } = page
  const action = `${url.split('#')[0] ?? ''}/columns`
  const [preview, checked] = await timed(() => visitor.send(page, action, chosenIn(page)))
  if (preview.status !== 200) throw new Error(`${action} answered ${preview.status}`)
  const [created, imported] = await timed(() => runImport(visitor, url.split('#')[0] ?? ''))
  clearInterval(watching)
  const others = await stopWatching()
  return {
    ...{ format, rows, mb: round(bytes.length / 1e6, 1), created },
    ...{ brought_s: round(brought / 1000, 1), checked_s: round(checked / 1000, 1) },
    ...{ imported_s: round(imported / 1000, 1), rows_per_s: round((rows * 1000) / imported, 1) },
    other_pages_p95_ms: round(percentile(others, 0.95)),
    slowest_other_page_ms: round(Math.max(...others)),
    rss_mb: round(peak.mb, 0),
    cpu_ms_per_row: processor(rows),
  }
}

const refuseMillion = async (server: BenchServer, visitor: Visitor): Promise<Refused> => {
  const rows = 1_000_000
  // Short rows: it is their number that is refused, not the size of the file.
  const bytes = Buffer.from(`${header.join(',')}\n${'甲诊所,重复收费\n'.repeat(rows)}`)
  const [page, ms] = await timed(() => bring(visitor, '清单.csv', bytes))
  const said = /href="#files"[^>]*>([^<]+)</.exec(page.html)?.[1]?.trim() ?? ''
  if (page.status !== 422 || said === '')
    throw new Error(`a million rows were answered ${page.status} ${said}`)
  return {
    ...{ rows, mb: round(bytes.length / 1e6, 1), said, seconds: round(ms / 1000, 1) },
    rss_mb: round(server.residentMb(), 0),
  }
}

/** `npm run bench -- import [--quick]`: 50,000 rows (`--quick`: 2,000) as CSV and as XLSX, and a million that are refused. */
export const importing = async ({ quick }: { readonly quick: boolean }): Promise<unknown> => {
  const rows = quick ? 2_000 : 50_000
  const server = await startServer()
  try {
    const visitor = await signIn(server, 'intake')
    const csv = await measure(server, visitor, { format: 'csv', rows, bytes: csvOf(rows) })
    const xlsx = await measure(server, visitor, { format: 'xlsx', rows, bytes: await xlsxOf(rows) })
    const refused = await refuseMillion(server, visitor)
    visitor.leave()
    return { runs: [csv, xlsx], refused }
  } finally {
    await server.stop()
  }
}
