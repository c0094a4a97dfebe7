import { createBoundedQueue } from '../platform/crypto/queue'
import { drawApart } from './drawing'

/** One at a time: the largest admitted picture may take most of a gigabyte while it is decoded. */
const inTurn = createBoundedQueue({ atOnce: 1, waiting: 16, busy: 'evidence.busy' })

export type Picture = { readonly type: string; readonly bytes: Buffer }
export type PictureTrouble = 'broken' | 'too-large'

const typeOf = (format: string): string => {
  if (['png', 'gif', 'tiff'].includes(format)) return 'image/png'
  return format === 'webp' ? 'image/webp' : 'image/jpeg'
}

/**
 * The same picture drawn anew, upright, without anything that was written beside its pixels.
 * @param source is read when it is this picture's turn, and never held as a whole by this process
 */
export const redraw = (
  format: string,
  source: () => AsyncIterable<Buffer>,
): Promise<Picture | PictureTrouble> =>
  inTurn(async () => {
    const output = await drawApart('picture-program', [format], source())
    if (output === undefined) return 'broken'
    return output.toString('latin1', 0, 1) === 'L'
      ? 'too-large'
      : { type: typeOf(format), bytes: output.subarray(1) }
  })
