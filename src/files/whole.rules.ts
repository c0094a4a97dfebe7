import type { Format } from './format.rules'

const jpegEnd = Buffer.from('ffd9', 'hex')
const scanMarker = 0xda
const fill = 0xff
const nothing = Buffer.alloc(0)

/** Where in a JPEG the reading stands: bytes still to skip, or inside the picture itself. */
type Walk = { readonly skip: number; readonly rest: Buffer } | 'scan' | 'more'

const step = (data: Buffer): Walk => {
  if (data.length < 4) return 'more'
  const marker = data[1]
  if (data[0] !== fill || marker === scanMarker) return 'scan'
  return { skip: marker === fill ? 1 : 2 + data.readUInt16BE(2), rest: data }
}

/**
 * Watches a JPEG pass by until its own end mark. The one of the small picture in its head does not count,
 * and what phones append (a film, their own notes) does no harm.
 */
export const createJpegWatch = () => {
  let kept: Buffer = nothing
  let skip = 2
  let scanning = false
  let ended = false
  let before: number | undefined
  const scan = (data: Buffer): void => {
    ended = (before === jpegEnd[0] && data[0] === jpegEnd[1]) || data.includes(jpegEnd)
    before = data.at(-1)
  }
  const walk = (start: Buffer): void => {
    let data = start
    while (data.length > skip) {
      data = data.subarray(skip)
      skip = 0
      const next = step(data)
      if (next === 'scan') {
        scanning = true
        scan(data)
        return
      }
      if (next === 'more') {
        kept = Buffer.from(data)
        return
      }
      skip = next.skip
    }
    skip -= data.length
    kept = nothing
  }
  return {
    feed: (part: Buffer): void => {
      if (ended) return
      if (scanning) scan(part)
      else walk(kept.length === 0 ? part : Buffer.concat([kept, part]))
    },
    hasEnded: (): boolean => ended,
  }
}

type Seen = {
  readonly head: Buffer
  readonly tail: Buffer
  readonly size: number
  readonly jpegEnded: boolean
}

/** A document's table of contents stands at its end. */
const pdfEnds = ['%%EOF', 'startxref', 'trailer']
const pdfEndBytes = 2048

const checks: Readonly<Record<string, (seen: Seen) => boolean>> = {
  jpeg: ({ jpegEnded }) => jpegEnded,
  png: ({ tail }) => tail.includes('IEND'),
  webp: ({ head, size }) => head.length >= 8 && size >= head.readUInt32LE(4) + 8,
  pdf: ({ tail }) => {
    const end = tail.subarray(-pdfEndBytes)
    return pdfEnds.some(mark => end.includes(mark))
  },
}

/** false: the end is missing, it will hardly open. Cheap, nothing is decoded; other formats pass. */
export const isWhole = ({ code }: Format, seen: Seen): boolean => checks[code]?.(seen) ?? true
