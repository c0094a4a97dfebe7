import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { percentile, round, timed } from './figures'
import { meter, type ProcessorMs } from './meter'
import { prepare, type Reporting } from './reporting'
import { startServer, type BenchServer } from './server'
import { exchange, largeForm, textOf, type LargeFile } from './visitor'

const MB = 1_000_000

// The head of a film; nothing decodes the rest. Random, as what a camera has compressed looks.
const filling = randomBytes(256 * 1024)
const head = Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'), filling])
const film = (mb: number): LargeFile => ({
  name: '病区走廊.mp4',
  type: 'video/mp4',
  size: mb * MB,
  head,
  filling,
})

/** Milliseconds of one film, sent to a server that parses it and throws it away; its processor time. */
type Parsing = (mb: number) => Promise<{ readonly ms: number; readonly cpu: number }>

const startParsing = async (): Promise<{ parse: Parsing; stop: () => void }> => {
  const program = path.join(__dirname, 'parsing.ts')
  const child = spawn(process.execPath, [...process.execArgv, program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [port] = (await once(createInterface(child.stdout), 'line')) as [string]
  const send = async (mb: number): Promise<number> => {
    const body = largeForm([], film(mb))
    const answer = await exchange(`http://127.0.0.1:${port}/`, undefined, {}, body)
    return Number(await textOf(answer))
  }
  return {
    parse: async mb => {
      const before = await send(1)
      const [after, ms] = await timed(() => send(mb))
      return { ms, cpu: after - before }
    },
    stop: () => child.stdin.end(),
  }
}

/** One film as a browser sends it, until the page that lists it is there. */
const upload = async ({ visitor, page }: Reporting, mb: number): Promise<void> => {
  const file = film(mb)
  const next = await visitor.pour(page, '/report/evidence', [['go', 'next']], file)
  visitor.leave()
  if (next.url !== '/report/check' || !next.html.includes(file.name))
    throw new Error(`${next.url} answered ${next.status} and does not list the film`)
}

/** `share_of_parsing`: how fast against parsing alone, by the clock; the bar is 0.5. */
type LargeRun = {
  readonly what: 'one'
  readonly mb: number
  readonly rounds: number
  readonly mb_per_s: number
  readonly parsing_mb_per_s: number
  readonly share_of_parsing: number
  readonly shares: readonly number[]
  readonly cpu_ms_per_100_mb: ProcessorMs & { readonly parsing: number }
}

const oneByOne = async (mb: number, rounds: number): Promise<LargeRun> => {
  const server = await startServer()
  const { parse, stop } = await startParsing()
  try {
    // What is compiled on first use is not what is measured.
    await parse(100)
    await upload(await prepare(server.publicUrl), 100)
    const all: { alone: number; whole: number; cpu: ProcessorMs; parsing: number }[] = []
    for (let at = 0; at < rounds; at += 1) {
      const draft = await prepare(server.publicUrl)
      const { ms: alone, cpu: parsing } = await parse(mb)
      const processor = meter(server)
      const [, whole] = await timed(() => upload(draft, mb))
      all.push({ alone, whole, cpu: processor(mb / 100), parsing: (parsing / mb) * 100 })
    }
    const middle = (pick: (one: (typeof all)[number]) => number) => percentile(all.map(pick), 0.5)
    const perSecond = (ms: number) => round((mb / ms) * 1000, 0)
    return {
      what: 'one',
      mb,
      rounds,
      mb_per_s: perSecond(middle(one => one.whole)),
      parsing_mb_per_s: perSecond(middle(one => one.alone)),
      share_of_parsing: round(
        middle(one => one.alone / one.whole),
        2,
      ),
      shares: all.map(({ alone, whole }) => round(alone / whole, 2)),
      cpu_ms_per_100_mb: {
        service: middle(one => one.cpu.service),
        database: middle(one => one.cpu.database),
        bench: middle(one => one.cpu.bench),
        parsing: round(middle(one => one.parsing)),
      },
    }
  } finally {
    stop()
    await server.stop()
  }
}

/** `rss_more_mb`: the service's memory at its highest, over what it was before; the bar is 64. */
type ManyRun = {
  readonly what: 'at-once'
  readonly uploads: number
  readonly mb: number
  readonly lost: number
  readonly mb_per_s: number
  readonly rss_idle_mb: number
  readonly rss_highest_mb: number
  readonly rss_more_mb: number
}

const watchMemory = ({ residentMb }: BenchServer): (() => number) => {
  let highest = residentMb()
  const timer = setInterval(() => {
    highest = Math.max(highest, residentMb())
  }, 20)
  return () => {
    clearInterval(timer)
    return highest
  }
}

const QUIET_MS = 3000

const atOnce = async (uploads: number, mb: number): Promise<ManyRun> => {
  // A server of its own: memory that an earlier upload left behind must not count as idle.
  const server = await startServer()
  try {
    const drafts: Reporting[] = []
    for (let at = 0; at < uploads; at += 1) {
      // What is loaded for the first file stays, in each process that gets one: it is no memory of those that follow.
      await upload(await prepare(server.publicUrl), 1)
      drafts.push(await prepare(server.publicUrl))
    }
    await new Promise(resolve => setTimeout(resolve, QUIET_MS))
    const idle = server.residentMb()
    const stopWatching = watchMemory(server)
    const [results, ms] = await timed(() =>
      Promise.allSettled(drafts.map(draft => upload(draft, mb))),
    )
    const highest = stopWatching()
    for (const result of results)
      if (result.status === 'rejected') process.stderr.write(`lost: ${String(result.reason)}\n`)
    const lost = results.filter(({ status }) => status === 'rejected').length
    return {
      what: 'at-once',
      uploads,
      mb,
      lost,
      mb_per_s: round((((uploads - lost) * mb) / ms) * 1000, 0),
      rss_idle_mb: idle,
      rss_highest_mb: highest,
      rss_more_mb: highest - idle,
    }
  } finally {
    await server.stop()
  }
}

/**
 * `npm run bench -- upload [--quick]`: a film of 1 GB against parsing the same bytes alone, and the memory
 * that 16 of 100 MB at once take.
 */
export const uploading = async ({ quick }: { readonly quick: boolean }): Promise<unknown> => ({
  runs: [await oneByOne(quick ? 250 : 1000, quick ? 2 : 3), await atOnce(16, quick ? 25 : 100)],
})
