import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { createBoundedQueue } from '../platform/crypto/queue'
import type { Paper } from './paper.rules'

const isSource = path.extname(__filename) === '.ts'
const program = path.join(__dirname, `drawing-program${path.extname(__filename)}`)
// From sources (tests, development) the thread has to understand TypeScript as well.
const loader = isSource ? ['--require', 'tsx/cjs'] : []

const MINUTE = 60_000

/** One paper takes about 80 ms of a core and both fonts' memory: one at a time, and no endless line. */
const inTurn = createBoundedQueue({ atOnce: 1, waiting: 30, busy: 'paper.busy' })

const draw = (paper: Paper, form: 'pdf' | 'docx'): Promise<Buffer> =>
  inTurn(async () => {
    const worker = new Worker(program, {
      ...{ execArgv: loader, env: {}, workerData: { paper, form } },
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    })
    const state: { timer?: NodeJS.Timeout } = {}
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        const fail = () => {
          reject(new Error('the drawing thread ended'))
        }
        state.timer = setTimeout(fail, MINUTE)
        worker.once('message', (made: Uint8Array) => {
          resolve(Buffer.from(made))
        })
        worker.once('error', fail)
        worker.once('exit', fail)
      })
    } finally {
      clearTimeout(state.timer)
      await worker.terminate()
    }
  })

/** The paper as PDF, in the shipped font. @throws unavailable `paper.busy` when too many wait */
export const drawPdf = (paper: Paper): Promise<Buffer> => draw(paper, 'pdf')

/** The paper for Word. @throws unavailable `paper.busy` when too many wait */
export const drawDocx = (paper: Paper): Promise<Buffer> => draw(paper, 'docx')
