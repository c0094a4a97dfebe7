import { once } from 'node:events'
import { Writable } from 'node:stream'
import { parentPort, workerData } from 'node:worker_threads'
import { stream } from 'exceljs'
import type { Cell } from './table.rules'

// A thread of its own that packs rows into an XLSX. See writing-thread.ts.

type Given = { readonly name: string; readonly widths: readonly number[] }
type Asked = { readonly rows?: readonly (readonly Cell[])[]; readonly end?: true }

const { name, widths } = workerData as Given

const out = new Writable({
  highWaterMark: 256 * 1024,
  write: (piece: Buffer, _encoding, done) => {
    // Copied: the packer's own memory stays here.
    parentPort?.postMessage({ piece: Uint8Array.from(piece) })
    done()
  },
})

// Texts stand in the cells themselves: a table of shared ones would be kept in memory to the end.
const book = new stream.xlsx.WorkbookWriter({ stream: out, useSharedStrings: false })
const sheet = book.addWorksheet(name)
sheet.columns = widths.map(width => ({ width }))

const write = async ({ rows, end }: Asked): Promise<void> => {
  // A text is written as a text, whatever it begins with; only formula objects become formulas.
  for (const row of rows ?? []) sheet.addRow([...row]).commit()
  if (end !== true) return
  sheet.commit()
  await book.commit()
  if (!out.writableFinished) await once(out, 'finish')
}

parentPort?.on('message', (asked: Asked) => {
  write(asked)
    .then(() => {
      parentPort?.postMessage(asked.end === true ? { ended: true } : { taken: true })
      if (asked.end === true) parentPort?.close()
    })
    .catch(() => {
      process.exitCode = 1
      parentPort?.close()
    })
})
