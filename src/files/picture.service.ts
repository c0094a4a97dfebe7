import sharp from 'sharp'
import { createBoundedQueue } from '../platform/crypto/queue'

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
// Nothing of a picture stays in memory after it was made.
sharp.cache(false)

/** A phone's largest pictures have 200 million; a flood of pixels in a small file stops here. */
const mostPixels = 220_000_000
const seconds = 20

/** libvips has threads of its own; a queue keeps pictures from taking all the memory at once. */
const inTurn = createBoundedQueue({ atOnce: 2, waiting: 16, busy: 'evidence.busy' })

export type Picture = { readonly type: string; readonly bytes: Buffer }

const keepsPng = ['png', 'gif', 'tiff']

/**
 * The same picture drawn anew, upright, without anything that was written beside its pixels.
 * undefined when it can't be decoded, is broken, or has too many pixels.
 */
export const redraw = (format: string, original: Buffer): Promise<Picture | undefined> =>
  inTurn(async () => {
    try {
      const upright = sharp(original, { limitInputPixels: mostPixels, failOn: 'error' })
        .timeout({ seconds })
        .autoOrient()
      if (keepsPng.includes(format))
        return { type: 'image/png', bytes: await upright.png().toBuffer() }
      if (format === 'webp')
        return { type: 'image/webp', bytes: await upright.webp({ quality: 90 }).toBuffer() }
      return { type: 'image/jpeg', bytes: await upright.jpeg({ quality: 90 }).toBuffer() }
    } catch {
      // What libvips says may quote the file; why it failed changes nothing for the viewer.
      return undefined
    }
  })

/** Raw RGBA of a page that was drawn elsewhere. */
export const toPng = (pixels: Uint8Array, width: number, height: number): Promise<Buffer> =>
  sharp(pixels, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer()
