import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { readCsv } from './csv.service'
import type { ReadEnd, ReadLimits } from './table.rules'
import { troubled, troubleOf } from './table.rules'
import { readXlsx } from './xlsx.service'

// A thread of its own, with so much memory and no more, that reads what a stranger made. See reading-thread.ts.

type Given = { readonly bytes: Uint8Array; readonly limits: ReadLimits }

const starts = (bytes: Uint8Array, signs: readonly number[]): boolean =>
  signs.every((sign, at) => bytes[at] === sign)

const readAny = ({ bytes, limits }: Given) => {
  if (bytes.length > limits.bytes) throw troubled('size')
  if (bytes.length === 0) throw troubled('empty')
  if (starts(bytes, [0xd0, 0xcf, 0x11, 0xe0])) throw troubled('old')
  return starts(bytes, [0x50, 0x4b]) ? readXlsx(bytes, limits) : readCsv(bytes, limits)
}

const read = async (given: Given): Promise<ReadEnd> => {
  let count = 0
  for await (const rows of readAny(given)) {
    if (rows.length === 0) continue
    count += rows.length
    if (count > given.limits.rows) throw troubled('rows')
    parentPort?.postMessage({ rows })
    // The next when these were taken: a slow reader never has the whole in memory.
    if (parentPort !== null) await once(parentPort, 'message')
  }
  if (count < 2) throw troubled('empty')
  return { ok: true, rows: count }
}

read(workerData as Given)
  .catch((error: unknown): ReadEnd => ({ ok: false, trouble: troubleOf(error) ?? 'broken' }))
  .then(end => {
    parentPort?.postMessage({ end })
    parentPort?.close()
  })
  .catch(() => {
    process.exitCode = 1
  })
