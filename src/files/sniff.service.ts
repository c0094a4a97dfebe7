import type { Magic } from './format.rules'

/** Enough for every format of the table; archives are also looked at from behind. */
export const headBytes = 64 * 1024
export const tailBytes = 64 * 1024

export type Sniffed = {
  /** Every reading of the content, the most likely first. */
  readonly magics: readonly Magic[]
  readonly locked: boolean
  /** A container whose table of contents is at the end: look again when the tail is there. */
  readonly container: boolean
}

const zipStart = Buffer.from('PK\x03\x04', 'latin1')
const cfbStart = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const amrStart = Buffer.from('#!AMR', 'latin1')
const zipMarkers = ['word/', 'xl/', 'ppt/', 'OFD.xml']
// 'EncryptedPackage' as the old container writes stream names.
const encryptedPackage = Buffer.from('EncryptedPackage', 'utf16le')

const startsWith = (head: Buffer, start: Buffer): boolean =>
  head.subarray(0, start.length).equals(start)

const sniffZip = (head: Buffer, tail: Buffer): Sniffed => ({
  // Names are only looked for; nothing is ever unpacked here.
  magics: zipMarkers
    .filter(marker => head.includes(marker) || tail.includes(marker))
    .map(marker => `zip:${marker}`),
  // Bit 0 of the first entry's flags: encrypted.
  locked: ((head[6] ?? 0) & 1) === 1,
  container: true,
})

/** Tab, line ends and form feed occur in texts; other control characters mean it is none. */
const controlCharacters = /(?![\t\n\v\f\r\u007f-\u009f])\p{Cc}/u
const looksLikeWebPage = /<\s*(!doctype|html|head|body|svg|script|iframe|\?xml)\b/i

const bomOf = (head: Buffer): string | undefined => {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined
}

const decodes = (bytes: Buffer, encoding: string): string | undefined => {
  try {
    // `stream` lets the cut at the end of the head pass.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return undefined
  }
}

const encodings = ['utf-16le', 'utf-16be', 'utf-8', 'gb18030'] as const
export type TextEncoding = (typeof encodings)[number]

/** undefined when these bytes are no text: they don't decode, or hold control characters. */
export const findEncoding = (head: Buffer): TextEncoding | undefined =>
  encodings.find(encoding => {
    if (encoding.startsWith('utf-16') && bomOf(head) !== encoding) return false
    const text = decodes(head, encoding)
    return text !== undefined && !controlCharacters.test(text)
  })

const sniffText = (head: Buffer): Magic | undefined => {
  const encoding = findEncoding(head)
  if (encoding === undefined) return undefined
  const text = decodes(head, encoding) ?? ''
  return looksLikeWebPage.test(text.replace(/<!--[\s\S]*?-->/g, '').slice(0, 2000))
    ? 'html'
    : 'text'
}

/** No proof: a text may begin with BM, as a bitmap does; what begins as XML may be a web page. */
const weak = ['bmp', 'xml']

const sniffRest = async (head: Buffer, tail: Buffer): Promise<Sniffed> => {
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(head.subarray(0, 4100)).catch(() => undefined)
  const magic = found?.ext ?? (head.subarray(0, 3).toString('latin1') === 'ID3' ? 'mp3' : undefined)
  const text = magic === undefined || weak.includes(magic) ? sniffText(head) : undefined
  return {
    magics: [magic, text].filter(reading => reading !== undefined),
    locked: magic === 'pdf' && (head.includes('/Encrypt') || tail.includes('/Encrypt')),
    container: false,
  }
}

/** What the content says it is, from its first and last bytes. */
export const sniff = async (head: Buffer, tail: Buffer): Promise<Sniffed> => {
  if (startsWith(head, zipStart)) return sniffZip(head, tail)
  if (startsWith(head, cfbStart)) {
    const locked = head.includes(encryptedPackage) || tail.includes(encryptedPackage)
    return { magics: ['cfb'], locked, container: false }
  }
  if (startsWith(head, amrStart)) return { magics: ['amr'], locked: false, container: false }
  return sniffRest(head, tail)
}
