import { buffer } from 'node:stream/consumers'
import sharp, { type Sharp } from 'sharp'

// A process of its own: `node picture-program <format>`, the picture in, the copy out. See drawing.ts.

// Only these decoders run on what a stranger sent: no SVG, no PDF, nothing that fetches or embeds.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    'VipsForeignLoadJpeg',
    'VipsForeignLoadPng',
    'VipsForeignLoadWebp',
    'VipsForeignLoadNsgif',
    'VipsForeignLoadTiff',
    'VipsForeignLoadHeif',
  ],
})
sharp.cache(false)
sharp.concurrency(1)

/** More is not opened at all: a flood of pixels fits into a small file. */
const mostPixels = 100_000_000
/** Enough to read the small print of a bill on a screen; the original is kept as it is. */
const longestSide = 6000
const keepsPng = ['png', 'gif', 'tiff']

const encode = (picture: Sharp, format: string): Promise<Buffer> => {
  if (keepsPng.includes(format)) return picture.png().toBuffer()
  return (
    format === 'webp' ? picture.webp({ quality: 90 }) : picture.jpeg({ quality: 90 })
  ).toBuffer()
}

const size = { width: longestSide, height: longestSide, fit: 'inside' } as const

const redraw = async (format: string, original: Buffer): Promise<Buffer | 'too-large'> => {
  const options = { limitInputPixels: false, failOn: 'error' } as const
  const { width, height } = await sharp(original, options).metadata()
  if (width * height > mostPixels) return 'too-large'
  const upright = sharp(original, { ...options, limitInputPixels: mostPixels }).autoOrient()
  const fits = Math.max(width, height) <= longestSide
  return encode(fits ? upright : upright.resize(size), format)
}

const answer = async (): Promise<void> => {
  const result = await redraw(process.argv[2] ?? '', await buffer(process.stdin))
  // One letter tells what follows: P and the picture, or L alone.
  process.stdout.write(result === 'too-large' ? 'L' : Buffer.concat([Buffer.from('P'), result]))
}

// What libvips says may quote the file; why it failed changes nothing for the viewer.
answer().catch(() => {
  process.exitCode = 1
})
