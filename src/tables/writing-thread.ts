import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Cell } from './table.rules'

const isSource = path.extname(__filename) === '.ts'
const program = path.join(__dirname, `writing-program${path.extname(__filename)}`)
// From sources (tests, development) the thread has to understand TypeScript as well.
const loader = isSource ? ['--require', 'tsx/cjs'] : []

type Said = { readonly piece?: Uint8Array; readonly taken?: true; readonly ended?: true }
type Book = { readonly name: string; readonly widths: readonly number[] }
type Rows = readonly (readonly Cell[])[]

const open = (book: Book): Worker =>
  new Worker(program, {
    ...{ execArgv: loader, env: {}, workerData: book },
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  })

/** One answer of the thread after another: what it packed meanwhile is gathered. */
const createTalk = (worker: Worker) => {
  const pieces: Buffer[] = []
  const waiting: { resolve?: () => void; reject?: (error: Error) => void } = {}
  const fail = (): void => waiting.reject?.(new Error('the packing thread ended'))
  worker.on('message', ({ piece, taken, ended }: Said) => {
    if (piece !== undefined) pieces.push(Buffer.from(piece))
    if (taken === true || ended === true) waiting.resolve?.()
  })
  worker.once('error', fail)
  worker.once('exit', fail)
  return async (said: { readonly rows: Rows } | { readonly end: true }): Promise<Buffer> => {
    await new Promise<void>((resolve, reject) => {
      Object.assign(waiting, { resolve, reject })
      worker.postMessage(said)
    })
    return Buffer.concat(pieces.splice(0))
  }
}

/** Rows in, packed bytes out, no faster than they are taken. */
export async function* packXlsx(book: Book, batches: AsyncIterable<Rows>): AsyncGenerator<Buffer> {
  const worker = open(book)
  const say = createTalk(worker)
  try {
    for await (const rows of batches) {
      const packed = await say({ rows })
      if (packed.length > 0) yield packed
    }
    yield await say({ end: true })
  } finally {
    await worker.terminate()
  }
}
