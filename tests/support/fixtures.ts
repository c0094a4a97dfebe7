import { crc32, deflateRawSync } from 'node:zlib'
import sharp from 'sharp'

/** Strings that must never reach an officer's browser with a picture. */
export const gpsCanaries = ['CANARY-CAMERA', 'CANARY-PHONE', '2026:10:12']
/** 31°14′30″ as three rationals, as they stand in the bytes of an EXIF block. */
const rationals = [31, 1, 14, 1, 30, 1]
const gpsBytes = (['writeUInt32LE', 'writeUInt32BE'] as const).map(write => {
  const bytes = Buffer.alloc(rationals.length * 4)
  rationals.forEach((number, at) => bytes[write](number, at * 4))
  return bytes
})

/** Every canary of position or device that is in these bytes. */
export const findGps = (bytes: Buffer): string[] => [
  ...gpsCanaries.filter(canary => bytes.includes(canary)),
  ...(gpsBytes.some(position => bytes.includes(position)) ? ['GPS position'] : []),
]

const exif = {
  IFD0: { Make: 'CANARY-CAMERA', Model: 'CANARY-PHONE' },
  IFD3: {
    GPSLatitudeRef: 'N',
    GPSLatitude: '31/1 14/1 30/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '121/1 28/1 9/1',
    GPSDateStamp: '2026:10:12',
  },
}

const scene = (width = 640, height = 480) =>
  sharp({ create: { width, height, channels: 3, background: '#2c8492' } }).composite([
    {
      input: { create: { width: 24, height: 16, channels: 3, background: '#b3261b' } },
      left: 40,
      top: 30,
    },
  ])

/** 640 x 480, turned by its EXIF orientation: upright it is 480 x 640. */
export const jpegWithGps = (): Promise<Buffer> =>
  scene().withMetadata({ orientation: 6 }).withExifMerge(exif).jpeg({ quality: 90 }).toBuffer()

export const webpWithGps = (): Promise<Buffer> => scene().withExif(exif).webp().toBuffer()

const pngChunk = (kind: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(data.length, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

/** A PNG whose text chunk names a camera. */
export const pngWithText = async (): Promise<Buffer> => {
  const png = await scene(320, 240).png().toBuffer()
  const afterHeader = 8 + 25
  const text = pngChunk('tEXt', Buffer.from('Author\0CANARY-CAMERA', 'latin1'))
  return Buffer.concat([png.subarray(0, afterHeader), text, png.subarray(afterHeader)])
}

export const gifPicture = (): Promise<Buffer> => scene(64, 48).gif().toBuffer()

/** A PDF with one line of text on each page and an author. */
export const pdfWithPages = (pages: number, author = 'CANARY-AUTHOR'): Buffer => {
  const objects: string[] = []
  const kids = Array.from({ length: pages }, (_, at) => `${4 + at * 2} 0 R`).join(' ')
  objects.push('<< /Type /Catalog /Pages 2 0 R >>')
  objects.push(`<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`)
  objects.push('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>')
  for (let page = 1; page <= pages; page += 1) {
    const content = `BT /F1 48 Tf 72 700 Td (Page ${page}) Tj ET`
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${objects.length + 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    )
    objects.push(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`)
  }
  objects.push(`<< /Author (${author}) /Producer (CANARY-PRODUCER) >>`)
  let body = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n'
  const offsets = objects.map((object, at) => {
    const offset = body.length
    body += `${at + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const lines = offsets.map(offset => `${offset.toString().padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  const tail = `trailer\n<< /Size ${size} /Root 1 0 R /Info ${objects.length} 0 R >>\nstartxref\n${body.length}\n%%EOF\n`
  return Buffer.from(`${body}xref\n0 ${size}\n0000000000 65535 f \n${lines}${tail}`, 'latin1')
}

const box = (kind: string, ...parts: Buffer[]): Buffer => {
  const data = Buffer.concat(parts)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(data.length + 8, 0)
  head.write(kind, 4, 'latin1')
  return Buffer.concat([head, data])
}

const word = (...numbers: number[]): Buffer => {
  const bytes = Buffer.alloc(numbers.length * 4)
  numbers.forEach((number, at) => bytes.writeUInt32BE(number, at * 4))
  return bytes
}

/**
 * A well-formed MP4 without tracks: file type, movie header, media data of this many bytes, each byte
 * telling its place, so that ranges can be compared.
 */
export const mp4OfSize = (mediaBytes = 300_000): Buffer => {
  const media = Buffer.alloc(mediaBytes)
  for (let at = 0; at < mediaBytes; at += 1) media[at] = (at * 31 + (at >> 8)) % 251
  const movieHeader = Buffer.concat([
    word(0, 0, 0, 1000, 1000, 0x00010000),
    Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    Buffer.alloc(6),
    word(0x00010000, 0, 0, 0, 0x00010000, 0, 0, 0, 0x40000000),
    Buffer.alloc(24 - 6),
    word(1),
  ])
  return Buffer.concat([
    box('ftyp', Buffer.from('isom'), word(512), Buffer.from('isomiso2mp41')),
    box('moov', box('mvhd', movieHeader)),
    box('mdat', media),
  ])
}

export const amrRecording = (): Buffer =>
  Buffer.concat([
    Buffer.from('#!AMR\n', 'latin1'),
    ...Array.from({ length: 50 }, () => Buffer.concat([Buffer.from([0x3c]), Buffer.alloc(31, 7)])),
  ])

type Entry = {
  readonly name: string
  readonly data: Buffer
  readonly deflate?: boolean
  readonly flags?: number
}

/** A zip as office programmes write it. */
export const zipOf = (entries: readonly Entry[]): Buffer => {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, data, deflate = false, flags = 0 } of entries) {
    const packed = deflate ? deflateRawSync(data) : data
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(flags, 2)
    fields.writeUInt16LE(deflate ? 8 : 0, 4)
    fields.writeUInt32LE(crc32(data), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(data.length, 18)
    fields.writeUInt16LE(Buffer.byteLength(name), 22)
    const file = Buffer.concat([
      Buffer.from('PK\x03\x04', 'latin1'),
      fields,
      Buffer.from(name),
      packed,
    ])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    central.push(
      Buffer.concat([
        Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
        fields,
        place,
        Buffer.from(name),
      ]),
    )
    local.push(file)
    offset += file.length
  }
  const table = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(table.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...local, table, Buffer.from('PK\x05\x06', 'latin1'), end])
}

const part = (name: string, text: string): Entry => ({ name, data: Buffer.from(text) })

export const docxDocument = (): Buffer =>
  zipOf([
    part('[Content_Types].xml', '<Types/>'),
    part('_rels/.rels', '<Relationships/>'),
    part('word/document.xml', '<w:document/>'),
  ])

export const xlsxWorkbook = (): Buffer =>
  zipOf([part('[Content_Types].xml', '<Types/>'), part('xl/workbook.xml', '<workbook/>')])

export const ofdDocument = (): Buffer =>
  zipOf([part('OFD.xml', '<ofd:OFD/>'), part('Doc_0/Document.xml', '<ofd:Document/>')])

/** 100 MB of zeros in about 100 KB, dressed as a Word file. */
export const zipBomb = (): Buffer =>
  zipOf([
    part('[Content_Types].xml', '<Types/>'),
    { name: 'word/document.xml', data: Buffer.alloc(100_000_000), deflate: true },
  ])

/** Header of the old Office container; enough to be recognised as one. */
export const legacyOffice = (): Buffer =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2040, 1)])

export const gb18030Words = '挂床住院，医保'
/** The same words in GB18030, a byte order that UTF-8 does not read. */
export const gb18030Text = (): Buffer => Buffer.from('b9d2b4b2d7a1d4baa3acd2bdb1a3', 'hex')

export const exeProgram = (): Buffer =>
  Buffer.concat([Buffer.from('MZ\x90\x00\x03\x00', 'latin1'), Buffer.alloc(500)])

export const svgPicture = (): Buffer =>
  Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')

/** A small file that says it is 30,000 x 30,000 pixels. */
export const pixelFlood = async (): Promise<Buffer> => {
  const png = await scene(64, 64).png().toBuffer()
  const header = Buffer.from(png.subarray(16, 29))
  header.writeUInt32BE(30_000, 0)
  header.writeUInt32BE(30_000, 4)
  return Buffer.concat([png.subarray(0, 8), pngChunk('IHDR', header), png.subarray(8 + 25)])
}
