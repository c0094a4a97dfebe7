import { parentPort, workerData } from 'node:worker_threads'
import { makeDocx } from './docx.service'
import type { Paper } from './paper.rules'
import { makePdf } from './pdf.service'

// A thread of its own that draws one paper. See drawing-thread.ts.

const { paper, form } = workerData as { readonly paper: Paper; readonly form: 'pdf' | 'docx' }
const make = form === 'pdf' ? makePdf : makeDocx

make(paper)
  .then(made => parentPort?.postMessage(Uint8Array.from(made)))
  .catch(() => {
    process.exitCode = 1
  })
