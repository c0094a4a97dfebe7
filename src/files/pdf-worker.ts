import { parentPort, workerData } from 'node:worker_threads'
import { PDFiumLibrary } from '@hyzyla/pdfium'

/** What one run is asked: count the pages, and draw one of them when `page` (from 1) is given. */
export type PdfQuestion = {
  readonly bytes: Uint8Array
  readonly page?: number
  readonly mostPixels: number
}

export type PdfAnswer =
  | { readonly kind: 'pages'; readonly pages: number }
  | {
      readonly kind: 'drawn'
      readonly width: number
      readonly height: number
      /** RGBA */
      readonly pixels: Uint8Array
    }
  | { readonly kind: 'locked' | 'broken' | 'no-page' }

const largestScale = 2

const answer = async ({ bytes, page, mostPixels }: PdfQuestion): Promise<PdfAnswer> => {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(bytes)
  const pages = document.getPageCount()
  if (page === undefined) return { kind: 'pages', pages }
  if (page > pages) return { kind: 'no-page' }
  const sheet = document.getPage(page - 1)
  const { originalWidth, originalHeight } = sheet.getOriginalSize()
  const points = Math.max(1, originalWidth) * Math.max(1, originalHeight)
  const scale = Math.min(largestScale, Math.sqrt(mostPixels / points))
  const { width, height, data } = await sheet.render({ scale })
  return { kind: 'drawn', width, height, pixels: data }
}

const failure = (error: unknown): PdfAnswer => ({
  kind: error instanceof Error && /password/i.test(error.message) ? 'locked' : 'broken',
})

// A thread of its own: nothing but this message leaves it, and it is ended from outside when it is slow.
void answer(workerData as PdfQuestion)
  .catch(failure)
  .then(result => parentPort?.postMessage(result))
