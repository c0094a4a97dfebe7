import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { SymmetricKey } from './keys'
import type { Asked, Batch, SealedBatch } from './sealing'

type Waiting = {
  readonly resolve: (sealed: SealedBatch) => void
  readonly reject: (error: unknown) => void
}

const program = path.join(__dirname, `sealing-program${path.extname(__filename)}`)
// From sources (tests, development) the thread has to understand TypeScript as well.
const loader = path.extname(__filename) === '.ts' ? ['--require', 'tsx/cjs'] : []

/** Started when the first large file comes; one that fell is followed by another. */
const createThread = () => {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let turn = 0

  const fall = (error: unknown): void => {
    worker = undefined
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }

  const start = (): Worker => {
    const started = new Worker(program, {
      execArgv: loader,
      env: {},
      // Ciphertext is thrown away as soon as it was copied: a small nursery is emptied often.
      resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 },
    })
    started.on('message', ({ turn: answered, ...sealed }: SealedBatch & { turn: number }) => {
      waiting.get(answered)?.resolve(sealed)
      waiting.delete(answered)
      // A process without anything else to do may end.
      if (waiting.size === 0) started.unref()
    })
    started.once('error', fall)
    worker = started
    return started
  }

  const tell = (asked: Asked): void => {
    const running = worker ?? start()
    if (waiting.size > 0) running.ref()
    else running.unref()
    running.postMessage(asked)
  }

  return {
    seal: (asked: Omit<Extract<Asked, { kind: 'seal' }>, 'kind' | 'turn'>) => {
      turn += 1
      const sealed = new Promise<SealedBatch>((resolve, reject) => {
        waiting.set(turn, { resolve, reject })
      })
      tell({ kind: 'seal', turn, ...asked })
      return sealed
    },
    leave: (file: number): void => {
      if (worker !== undefined) tell({ kind: 'leave', file })
    },
  }
}

const thread = createThread()
let files = 0

export type ApartSealing = {
  readonly next: (batch: Batch) => Promise<SealedBatch>
  readonly leave: () => void
}

/** As createSealing, on the other thread; `leave` when no more will come. */
export const sealApart = (key: SymmetricKey, fileId: string): ApartSealing => {
  files += 1
  const file = files
  return {
    next: batch => thread.seal({ file, key, fileId, batch }),
    leave: () => {
      thread.leave(file)
    },
  }
}
