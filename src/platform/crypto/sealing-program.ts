import { parentPort } from 'node:worker_threads'
import { createSweep } from '../heap'
import { createSealing, type Asked, type Sealing } from './sealing'

// A thread of its own that seals and hashes large files batch by batch. See sealing-thread.ts.

// The cipher gives every chunk in memory of its own.
const sweep = createSweep(2 * 1024 * 1024)

const open = new Map<number, Sealing>()

const sealingOf = ({ file, key, fileId }: Extract<Asked, { kind: 'seal' }>): Sealing => {
  const known = open.get(file) ?? createSealing(key, fileId)
  open.set(file, known)
  return known
}

parentPort?.on('message', (asked: Asked) => {
  if (asked.kind === 'leave') {
    open.delete(asked.file)
    return
  }
  parentPort?.postMessage({ turn: asked.turn, ...sealingOf(asked).next(asked.batch) })
  if (asked.batch.last) open.delete(asked.file)
  sweep(asked.batch.length)
})
