import { Readable } from 'node:stream'
import sharp from 'sharp'
import { drawApart } from '../../src/files/drawing'
import { countPages, drawPage } from '../../src/files/pdf.service'
import { redraw } from '../../src/files/picture.service'
import { sniff } from '../../src/files/sniff.service'
import * as fixtures from '../support/fixtures'

const none = Buffer.alloc(0)

const from = (bytes: Buffer) => () => Readable.from([bytes]) as AsyncIterable<Buffer>

/** The copy of a picture that has one. */
const copyOf = async (format: string, original: Buffer): Promise<Buffer> => {
  const copy = await redraw(format, from(original))
  return typeof copy === 'string' ? none : copy.bytes
}

describe('the pictures of these tests', () => {
  it.each([
    ['JPEG', fixtures.jpegWithGps],
    ['WebP', fixtures.webpWithGps],
  ])('%s really carries position and device', async (_name, make) => {
    expect(fixtures.findGps(await make())).toEqual([...fixtures.gpsCanaries, 'GPS position'])
  })

  it('the PNG really carries its text', async () => {
    expect(fixtures.findGps(await fixtures.pngWithText())).toEqual(['CANARY-CAMERA'])
  })
})

describe('a redrawn picture', () => {
  it.each([
    ['jpeg', fixtures.jpegWithGps],
    ['webp', fixtures.webpWithGps],
    ['png', fixtures.pngWithText],
    ['gif', fixtures.gifPicture],
  ])('of %s carries nothing but pixels', async (format, make) => {
    const copy = await copyOf(format, await make())

    expect(fixtures.findGps(copy)).toEqual([])
    const { exif, xmp, iptc, comments } = await sharp(copy).metadata()
    expect([exif, xmp, iptc, comments]).toEqual([undefined, undefined, undefined, undefined])
  })

  it('stands upright', async () => {
    const copy = await copyOf('jpeg', await fixtures.jpegWithGps())

    expect(await sharp(copy).metadata()).toMatchObject({ width: 480, height: 640 })
  })

  it('is at most 6000 pixels long', async () => {
    const tall = sharp({ create: { width: 400, height: 7000, channels: 3, background: 'red' } })
    const copy = await copyOf('png', await tall.png().toBuffer())

    expect(await sharp(copy).metadata()).toMatchObject({ width: 343, height: 6000 })
  })

  it.each([
    ['a flood of pixels', 'too-large', fixtures.pixelFlood],
    ['an SVG', 'broken', () => Promise.resolve(fixtures.svgPicture())],
    ['half a file', 'broken', async () => (await fixtures.jpegWithGps()).subarray(0, 900)],
  ])('is not made of %s: %s', async (_name, trouble, make) => {
    expect(await redraw('png', from(await make()))).toBe(trouble)
  })

  it('is given up when it takes more memory than it may', async () => {
    const plain = sharp({ create: { width: 6000, height: 6000, channels: 3, background: 'red' } })
    const original = await plain.jpeg({ progressive: true }).toBuffer()
    const bounds = { milliseconds: 20_000, memoryBytes: 120_000_000 }

    expect(await drawApart('picture-program', ['jpeg'], from(original)(), bounds)).toBeUndefined()
  })

  it('is read only when it is its turn', async () => {
    const small = await fixtures.jpegWithGps()
    let reading = 0
    let most = 0
    async function* source(): AsyncGenerator<Buffer> {
      reading += 1
      most = Math.max(most, reading)
      await new Promise(resolve => setTimeout(resolve, 50))
      yield small
      reading -= 1
    }
    await Promise.all([1, 2, 3].map(() => redraw('jpeg', source)))

    expect(most).toBe(1)
  })
})

describe('a PDF', () => {
  it('is counted and drawn page by page', async () => {
    const pdf = from(fixtures.pdfWithPages(3))

    expect(await countPages(pdf)).toBe(3)
    const page = await drawPage(pdf, 2)
    expect(page).toBeInstanceOf(Buffer)
    expect(await sharp(page as Buffer).metadata()).toMatchObject({ format: 'png', width: 1190 })
    expect((page as Buffer).indexOf('CANARY')).toBe(-1)
  })

  it('has no page after its last', async () => {
    expect(await drawPage(from(fixtures.pdfWithPages(1)), 2)).toBe('no-page')
  })

  it('that is none is said to be broken', async () => {
    expect(await countPages(from(Buffer.from('%PDF-1.4 nothing')))).toBe('broken')
  })

  it('that takes too long is given up', async () => {
    expect(await countPages(from(fixtures.pdfWithPages(1)), 1)).toBe('broken')
  })
})

describe('content', () => {
  it.each([
    ['jpg', fixtures.jpegWithGps],
    ['png', fixtures.pngWithText],
    ['webp', fixtures.webpWithGps],
    ['pdf', () => fixtures.pdfWithPages(1)],
    ['mp4', () => fixtures.mp4OfSize()],
    ['amr', fixtures.amrRecording],
    ['cfb', fixtures.legacyOffice],
    ['zip:word/', fixtures.docxDocument],
    ['zip:xl/', fixtures.xlsxWorkbook],
    ['zip:OFD.xml', fixtures.ofdDocument],
    ['text', fixtures.gb18030Text],
    ['text', () => Buffer.from('BM 三楼挂床')],
    ['html', fixtures.svgPicture],
    ['html', () => Buffer.from('<?xml version="1.0"?><!-- x --><svg/>')],
    ['html', () => Buffer.from('\n<!-- a --> <HTML><body>')],
    ['exe', fixtures.exeProgram],
  ])('is known as %s', async (magic, make) => {
    const { magics } = await sniff(await make(), none)

    expect(magics).toContain(magic)
  })
})
