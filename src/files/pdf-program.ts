import { buffer } from 'node:stream/consumers'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import sharp from 'sharp'

// A process of its own: `node pdf-program [page]`, the document in, an answer out. See drawing.ts.
// The answer is a line (`pages 3`, `page`, `locked`, `broken`, `no-page`), after `page` the PNG.

sharp.cache(false)
sharp.concurrency(1)

/** An A4 page at 144 dpi has two million. */
const mostPixels = 8_000_000
const largestScale = 2

const answer = async (bytes: Buffer, page: number | undefined): Promise<[string, Buffer?]> => {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(bytes)
  const pages = document.getPageCount()
  if (page === undefined) return [`pages ${pages}`]
  if (page > pages) return ['no-page']
  const sheet = document.getPage(page - 1)
  const { originalWidth, originalHeight } = sheet.getOriginalSize()
  const points = Math.max(1, originalWidth) * Math.max(1, originalHeight)
  const scale = Math.min(largestScale, Math.sqrt(mostPixels / points))
  const { width, height, data } = await sheet.render({ scale })
  const png = sharp(data, { raw: { width, height, channels: 4 } }).png()
  return ['page', await png.toBuffer()]
}

const failure = (error: unknown): [string] => [
  error instanceof Error && /password/i.test(error.message) ? 'locked' : 'broken',
]

const run = async (): Promise<void> => {
  const page = process.argv[2] === undefined ? undefined : Number(process.argv[2])
  const [line, png] = await answer(await buffer(process.stdin), page).catch(failure)
  process.stdout.write(Buffer.concat([Buffer.from(`${line}\n`), png ?? Buffer.alloc(0)]))
}

void run()
