import path from 'node:path'
import { percentile, round, timed } from './figures'
import { prepareIndexed, rareWord } from './indexed-cases'
import { meter, type ProcessorMs } from './meter'
import { keptData, startServer, type BenchServer } from './server'
import { signIn } from './signing-in'
import type { Visitor } from './visitor'

/** One search is two requests: the words are sent, and the answer is read where that leads. */
type Run = {
  readonly cases: number
  readonly p50_ms: number
  readonly p95_ms: number
  readonly next_page_p95_ms: number
  readonly words: Readonly<Record<string, Found>>
  readonly prepared_in_s: number
  readonly cpu_ms_per_search: ProcessorMs
}

/** `hits` on the first page, all of them opened and read; `more`: there are further ones. */
type Found = {
  readonly hits: number
  readonly more: boolean
  readonly p50_ms: number
  readonly p95_ms: number
}

const questions = [
  // In nearly every text.
  '医院',
  '住院收费',
  // In some of a hundred or thousand.
  '高压氧',
  '透析',
  '骨科植入物',
  '夜间查房',
  // In one of twenty thousand, and in none.
  rareWord,
  '独家线索赛博朋克二号厂房',
  // Words apart, numbers, the whole name of a target, a part of one.
  '透析 护士',
  '康复理疗 心脏支架',
  '2026-318',
  '318',
  '和安医院第 77 号',
  '第 77',
  // Every pair is common, the whole stands nowhere or hardly.
  '医院病人护士医保住院',
  '费用科室主任系统发票',
] as const

const ask = async (visitor: Visitor, q: string) => {
  const form = await visitor.get('/staff/search')
  return timed(() => visitor.send(form, '/staff/search', [['q', q]]))
}

const nextHref = /href="(\/staff\/search\?[^"]*before=[^"]*)"/

const askOften = async (visitor: Visitor, q: string, times: number) => {
  const all: number[] = []
  let html = ''
  for (let n = 0; n < times; n += 1) {
    const [page, ms] = await ask(visitor, q)
    if (page.status !== 200) throw new Error(`a search answered ${page.status}`)
    all.push(ms)
    html = page.html
  }
  const next = nextHref.exec(html)?.[1]?.replaceAll('&amp;', '&')
  return { all, next, hits: html.match(/data-test="hit"/g)?.length ?? 0 }
}

const measure = async (server: BenchServer, cases: number, times: number): Promise<Run> => {
  const visitor = await signIn(server, 'intake')
  const [, preparing] = await timed(() => prepareIndexed(server.dataDir, cases))
  for (const q of questions) await askOften(visitor, q, 2)
  const processor = meter(server)
  const words: Record<string, Found> = {}
  const all: number[] = []
  const next: number[] = []
  for (const q of questions) {
    const asked = await askOften(visitor, q, times)
    all.push(...asked.all)
    words[q] = {
      hits: asked.hits,
      more: asked.next !== undefined,
      p50_ms: round(percentile(asked.all, 0.5)),
      p95_ms: round(percentile(asked.all, 0.95)),
    }
    const { next: href } = asked
    if (href !== undefined)
      for (let n = 0; n < 3; n += 1) next.push((await timed(() => visitor.get(href)))[1])
  }
  const cpu = processor(all.length + next.length)
  visitor.leave()
  return {
    cases,
    p50_ms: round(percentile(all, 0.5)),
    p95_ms: round(percentile(all, 0.95)),
    next_page_p95_ms: round(percentile(next, 0.95)),
    words,
    prepared_in_s: round(preparing / 1000, 0),
    cpu_ms_per_search: cpu,
  }
}

/** `npm run bench -- search [--quick]`: words asked for by an intake officer, by the number of cases behind it. */
export const search = async ({ quick }: { readonly quick: boolean }): Promise<unknown> => {
  const runs: Run[] = []
  for (const cases of quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000]) {
    // Kept for the next run: a million cases take minutes to seal.
    const server = await startServer(path.join(keptData(), `search-${cases}`))
    try {
      runs.push(await measure(server, cases, quick ? 10 : 25))
    } finally {
      await server.stop()
    }
  }
  return { runs }
}
