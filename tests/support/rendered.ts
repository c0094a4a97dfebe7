import { PDFiumLibrary } from '@hyzyla/pdfium'

export type RenderedPage = {
  readonly text: string
  /** In points. */
  readonly width: number
  readonly height: number
  /** The share of dark or red points in that part of the page, in points from its upper left corner. */
  readonly ink: (box: readonly [left: number, top: number, right: number, bottom: number]) => number
}

/** A PDF as a reader of another make draws it. */
export const renderPdf = async (bytes: Buffer): Promise<RenderedPage[]> => {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(bytes)
  const pages: RenderedPage[] = []
  for (const page of document.pages()) {
    const { originalWidth, originalHeight } = page.getOriginalSize()
    const text = page.getText()
    const { width, height, data } = await page.render({ scale: 1 })
    const isInk = (x: number, y: number) => (data[(y * width + x) * 4 + 1] ?? 255) < 160
    pages.push({
      ...{ text, width: originalWidth, height: originalHeight },
      ink: ([left, top, right, bottom]) => {
        let dark = 0
        for (let y = top; y < Math.min(bottom, height); y += 1)
          for (let x = left; x < Math.min(right, width); x += 1) dark += isInk(x, y) ? 1 : 0
        return dark / ((right - left) * (bottom - top))
      },
    })
  }
  document.destroy()
  library.destroy()
  return pages
}
