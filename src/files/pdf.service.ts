import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { createBoundedQueue } from '../platform/crypto/queue'
import type { PdfAnswer, PdfQuestion } from './pdf-worker'
import { toPng } from './picture.service'

const milliseconds = 20_000
/** An A4 page at 144 dpi has two million. */
const mostPixels = 8_000_000
const heapMegabytes = 512

const inTurn = createBoundedQueue({ atOnce: 2, waiting: 16, busy: 'evidence.busy' })

const isSource = path.extname(__filename) === '.ts'
const program = path.join(__dirname, `pdf-worker${path.extname(__filename)}`)

/**
 * Asks a thread that is thrown away afterwards. A document that hangs or crashes takes only that with it.
 */
const ask = (question: PdfQuestion, withinMilliseconds: number): Promise<PdfAnswer> =>
  new Promise(resolve => {
    const worker = new Worker(program, {
      workerData: question,
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
      env: {},
      stdout: true,
      stderr: true,
      // From sources (tests, development) the thread has to understand TypeScript as well.
      ...(isSource && { execArgv: ['--require', 'tsx/cjs'] }),
    })
    const finish = (answer: PdfAnswer) => {
      clearTimeout(timer)
      void worker.terminate()
      resolve(answer)
    }
    const timer = setTimeout(() => {
      finish({ kind: 'broken' })
    }, withinMilliseconds)
    worker.once('message', finish)
    worker.once('error', () => {
      finish({ kind: 'broken' })
    })
    worker.once('exit', () => {
      finish({ kind: 'broken' })
    })
  })

export type PdfTrouble = 'locked' | 'broken' | 'no-page'

/** How many pages the document has, or why that can't be told. */
export const countPages = async (
  bytes: Buffer,
  withinMilliseconds = milliseconds,
): Promise<number | PdfTrouble> => {
  const answer = await inTurn(() => ask({ bytes, mostPixels }, withinMilliseconds))
  if (answer.kind === 'pages') return answer.pages
  return answer.kind === 'drawn' ? 'broken' : answer.kind
}

/** One page as a picture: nothing of the document itself reaches the officer's browser. */
export const drawPage = async (
  bytes: Buffer,
  page: number,
  withinMilliseconds = milliseconds,
): Promise<Buffer | PdfTrouble> => {
  const answer = await inTurn(() => ask({ bytes, page, mostPixels }, withinMilliseconds))
  if (answer.kind === 'drawn') return toPng(answer.pixels, answer.width, answer.height)
  return answer.kind === 'pages' ? 'broken' : answer.kind
}
