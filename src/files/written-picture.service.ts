import path from 'node:path'
import type Sharp from 'sharp'
import { createBoundedQueue } from '../platform/crypto/queue'
import { projectRoot } from '../platform/root'

/** A stretch of text in one size; `above` is the room before it. Everything counts in pixels. */
export type WrittenBlock = {
  readonly text: string
  readonly size: number
  readonly bold?: boolean
  readonly above: number
}

type Library = typeof Sharp
/** How much ink lies on each point. */
type Written = { readonly ink: Buffer; readonly wide: number; readonly high: number }

const width = 780
const margin = 48
const fonts = path.join(projectRoot, 'assets/fonts')
const faces = {
  regular: { font: 'Noto Sans SC', fontfile: path.join(fonts, 'NotoSansSC_400Regular.ttf') },
  bold: { font: 'Noto Sans SC Bold', fontfile: path.join(fonts, 'NotoSansSC_700Bold.ttf') },
} as const

/** One at a time: about ten milliseconds on a thread of its own, and nobody shall keep them all at it. */
const inTurn = createBoundedQueue({ atOnce: 1, waiting: 64, busy: 'picture.busy' })

let library: Library | undefined

/** Loaded by the first who asks: most services of a day never draw one. It keeps nothing it has drawn. */
const openLibrary = async (): Promise<Library> => {
  if (library !== undefined) return library
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  library = sharp
  return sharp
}

/** The text is read as markup. */
const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const write = async (
  sharp: Library,
  { text, size, bold = false }: WrittenBlock,
): Promise<Written> => {
  const { font, fontfile } = faces[bold ? 'bold' : 'regular']
  const face = { font: `${font} ${size}`, fontfile, dpi: 72 }
  const lines = { width: width - 2 * margin, wrap: 'word-char' } as const
  const drawn = sharp({ text: { text: escape(text), ...face, ...lines } }).extractChannel(0)
  const { data, info } = await drawn.raw().toBuffer({ resolveWithObject: true })
  return { ink: data, wide: info.width, high: info.height }
}

/** Ink on white paper; simple enough to be done by hand in a tenth of the library's time. */
const put = (paper: Buffer, { ink, wide, high }: Written, y: number): void => {
  for (let row = 0; row < high; row++) {
    const to = (y + row) * width + margin
    const from = row * wide
    for (let column = 0; column < wide; column++)
      paper[to + column] = 255 - (ink[from + column] ?? 0)
  }
}

const compose = async (sharp: Library, blocks: readonly WrittenBlock[]): Promise<Buffer> => {
  let height = 0
  const placed: (Written & { readonly y: number })[] = []
  for (const block of blocks) {
    const written = await write(sharp, block)
    height += block.above
    placed.push({ ...written, y: height })
    height += written.high
  }
  height += margin
  const paper = Buffer.alloc(width * height, 255)
  for (const written of placed) put(paper, written, written.y)
  return sharp(paper, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png({ compressionLevel: 6 })
    .toBuffer()
}

/**
 * Text as a picture of its own, in the shipped font and never the machine's, for who can keep nothing else.
 * The picture is twice as wide as a narrow telephone. Nothing of the text is kept.
 */
export const writePicture = (blocks: readonly WrittenBlock[]): Promise<Buffer> =>
  inTurn(async () => compose(await openLibrary(), blocks))
