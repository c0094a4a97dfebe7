import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { createBoundedQueue } from '../platform/crypto/queue'

const isSource = path.extname(__filename) === '.ts'
const program = path.join(__dirname, `archive-program${path.extname(__filename)}`)
// From sources (tests, development) the thread has to understand TypeScript as well.
const loader = isSource ? ['--require', 'tsx/cjs'] : []

const MINUTE = 60_000

/** One at a time: encrypting takes a core. */
const inTurn = createBoundedQueue({ atOnce: 1, waiting: 8, busy: 'transfer.busy' })

type Source = { readonly name: string; readonly read: () => AsyncIterable<Uint8Array> }
type Wish = { readonly files: readonly Source[]; readonly password: string; readonly at: Date }
type Take = (bytes: Buffer) => Promise<void>
type Said = { readonly ask?: number; readonly out?: Uint8Array; readonly end?: true }

/** What comes from each file, piece after piece, for as long as it is asked for. */
const readers = (files: readonly Source[]) => {
  const open = new Map<number, AsyncIterator<Uint8Array>>()
  return async (file: number): Promise<Uint8Array | undefined> => {
    const reading = open.get(file) ?? files[file]?.read()[Symbol.asyncIterator]()
    if (reading === undefined) return undefined
    open.set(file, reading)
    const next = await reading.next()
    return next.done === true ? undefined : next.value
  }
}

const serve = (worker: Worker, { files }: Wish, take: Take) => {
  const next = readers(files)
  return async ({ ask, out }: Said): Promise<void> => {
    if (out !== undefined) {
      await take(Buffer.from(out))
      worker.postMessage({ taken: true })
    }
    if (ask !== undefined) worker.postMessage({ piece: await next(ask) })
  }
}

const work = (worker: Worker, wish: Wish, take: Take, state: { timer?: NodeJS.Timeout }) =>
  new Promise<void>((resolve, reject) => {
    const fail = (error: unknown) => {
      reject(error instanceof Error ? error : new Error('the archive thread ended'))
    }
    const answer = serve(worker, wish, take)
    worker.on('message', (said: Said) => {
      if (said.end === true) resolve()
      else answer(said).catch(fail)
    })
    worker.once('error', fail)
    worker.once('exit', fail)
    state.timer = setTimeout(fail, 5 * MINUTE)
  })

/**
 * One archive of these files, each under AES-256, made in a thread of its own; no more of it in memory than a few
 * pieces. What fails while reading fails the archive. @throws unavailable `transfer.busy`
 */
export const makeArchive = (wish: Wish, take: Take): Promise<void> =>
  inTurn(async () => {
    const workerData = {
      names: wish.files.map(({ name }) => name),
      password: wish.password,
      at: wish.at.getTime(),
    }
    const worker = new Worker(program, {
      ...{ execArgv: loader, env: {}, workerData },
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    })
    const state: { timer?: NodeJS.Timeout } = {}
    try {
      await work(worker, wish, take, state)
    } finally {
      clearTimeout(state.timer)
      await worker.terminate()
    }
  })
