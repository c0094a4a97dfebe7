import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parentPort } from 'node:worker_threads'
import { createSealing, type Asked, type Sealing } from './sealing'

// A thread of its own that seals and hashes large files batch by batch. See sealing-thread.ts.

// The cipher gives every chunk in memory of its own. Left alone, the collector lets tens of megabytes of it
// lie before it looks; a look at this small heap takes a fraction of a millisecond.
const BATCHES_A_SWEEP = 8
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as (how: { readonly type: 'minor' }) => void
let batches = 0

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
  batches += 1
  if (batches % BATCHES_A_SWEEP === 0) collect({ type: 'minor' })
})
