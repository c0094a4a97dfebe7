import sharp from 'sharp'
import { countPages, drawPage } from '../../src/files/pdf.service'
import { redraw } from '../../src/files/picture.service'
import { sniff } from '../../src/files/sniff.service'
import * as fixtures from '../support/fixtures'

const none = Buffer.alloc(0)

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
    const copy = await redraw(format, await make())

    expect(fixtures.findGps(copy?.bytes ?? none)).toEqual([])
    const { exif, xmp, iptc, comments } = await sharp(copy?.bytes).metadata()
    expect([exif, xmp, iptc, comments]).toEqual([undefined, undefined, undefined, undefined])
  })

  it('stands upright', async () => {
    const copy = await redraw('jpeg', await fixtures.jpegWithGps())

    expect(await sharp(copy?.bytes).metadata()).toMatchObject({ width: 480, height: 640 })
  })

  it.each([
    ['a flood of pixels', fixtures.pixelFlood],
    ['an SVG', () => Promise.resolve(fixtures.svgPicture())],
    ['half a file', async () => (await fixtures.jpegWithGps()).subarray(0, 900)],
  ])('is not made of %s', async (_name, make) => {
    expect(await redraw('png', await make())).toBeUndefined()
  })
})

describe('a PDF', () => {
  it('is counted and drawn page by page', async () => {
    const pdf = fixtures.pdfWithPages(3)

    expect(await countPages(pdf)).toBe(3)
    const page = await drawPage(pdf, 2)
    expect(page).toBeInstanceOf(Buffer)
    expect(await sharp(page as Buffer).metadata()).toMatchObject({ format: 'png', width: 1190 })
    expect((page as Buffer).indexOf('CANARY')).toBe(-1)
  })

  it('has no page after its last', async () => {
    expect(await drawPage(fixtures.pdfWithPages(1), 2)).toBe('no-page')
  })

  it('that is none is said to be broken', async () => {
    expect(await countPages(Buffer.from('%PDF-1.4 nothing'))).toBe('broken')
  })

  it('that takes too long is given up', async () => {
    expect(await countPages(fixtures.pdfWithPages(1), 1)).toBe('broken')
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
