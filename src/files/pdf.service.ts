import { createBoundedQueue } from '../platform/crypto/queue'
import { drawApart, usualBounds } from './drawing'

const inTurn = createBoundedQueue({ atOnce: 1, waiting: 16, busy: 'evidence.busy' })

export type PdfTrouble = 'locked' | 'broken' | 'no-page' | 'too-large'

type Source = () => AsyncIterable<Buffer>

/** A document that hangs, crashes or swells takes only its own process with it. */
const ask = (words: readonly string[], source: Source, milliseconds: number) =>
  inTurn(async () => {
    const bounds = { ...usualBounds, milliseconds }
    const output = (await drawApart('pdf-program', words, source(), bounds)) ?? Buffer.alloc(0)
    const end = output.indexOf('\n')
    const line = output.toString('latin1', 0, Math.max(0, end))
    return { line, rest: output.subarray(end + 1) }
  })

const troubleOf = (line: string): PdfTrouble =>
  line === 'locked' || line === 'no-page' ? line : 'broken'

/** How many pages the document has, or why that can't be told. */
export const countPages = async (
  source: Source,
  milliseconds = usualBounds.milliseconds,
): Promise<number | PdfTrouble> => {
  const { line } = await ask([], source, milliseconds)
  const pages = /^pages (\d+)$/.exec(line)?.[1]
  return pages === undefined ? troubleOf(line) : Number(pages)
}

/** One page as a picture: nothing of the document itself reaches the officer's browser. */
export const drawPage = async (
  source: Source,
  page: number,
  milliseconds = usualBounds.milliseconds,
): Promise<Buffer | PdfTrouble> => {
  const { line, rest } = await ask([String(page)], source, milliseconds)
  return line === 'page' ? rest : troubleOf(line)
}
