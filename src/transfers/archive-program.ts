import { parentPort, workerData } from 'node:worker_threads'
import { ZipWriter } from '@zip.js/zip.js'

// A thread of its own: makes one archive, file by file, each encrypted (AES-256). See archive.ts.
// It asks for every piece that it reads, and waits until every piece that it made was taken.

type Wish = { readonly names: readonly string[]; readonly password: string; readonly at: number }
type Said = { readonly piece?: Uint8Array; readonly taken?: true; readonly end?: true }

const { names, password, at } = workerData as Wish

const asked: ((said: Said) => void)[] = []
const left: (() => void)[] = []

parentPort?.on('message', (said: Said) => {
  if (said.taken === true) left.shift()?.()
  else asked.shift()?.(said)
})

const ask = (file: number): Promise<Said> =>
  new Promise(resolve => {
    asked.push(resolve)
    parentPort?.postMessage({ ask: file })
  })

const give = (bytes: Uint8Array): Promise<void> =>
  new Promise(resolve => {
    left.push(resolve)
    parentPort?.postMessage({ out: bytes })
  })

const readFile = (file: number): ReadableStream<Uint8Array> =>
  new ReadableStream({
    pull: async controller => {
      const { piece } = await ask(file)
      if (piece === undefined) controller.close()
      else controller.enqueue(new Uint8Array(piece))
    },
  })

const run = async (): Promise<void> => {
  const zip = new ZipWriter(new WritableStream<Uint8Array>({ write: give }), {
    ...{ password, encryptionStrength: 3, level: 0, useWebWorkers: false },
    ...{ lastModDate: new Date(at), extendedTimestamp: false, useUnicodeFileNames: true },
  })
  for (const [file, name] of names.entries()) await zip.add(name, readFile(file))
  await zip.close()
  parentPort?.postMessage({ end: true })
}

void run()
