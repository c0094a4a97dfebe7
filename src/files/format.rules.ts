/** How staff may see a file: as what, whatever the format. */
export type Shelf = 'image' | 'pdf' | 'audio' | 'video' | 'text' | 'document'

/** What the first bytes (and for containers the last ones) say, in file-type's short names or our own. */
export type Magic = string

export type Format = {
  readonly code: string
  readonly shelf: Shelf
  /** The media type under which it is served; never what the client said. */
  readonly type: string
  /** Without the dot; the first is the one that is offered when a name has to be changed. */
  readonly extensions: readonly [string, ...string[]]
  readonly magics: readonly [Magic, ...Magic[]]
  /** Media types a browser may declare, '*' for a whole family. Nothing and octet-stream always pass. */
  readonly declared: readonly string[]
  /** In a person's words. */
  readonly words: string
  /** Browsers can show or play it, as it is or as the copy that we make of it. */
  readonly viewable: boolean
}

const image = (code: string, extensions: Format['extensions'], viewable = true): Format => ({
  code,
  shelf: 'image',
  type: `image/${code}`,
  extensions,
  magics: extensions,
  declared: ['image/*'],
  words: `${code.toUpperCase()} 图片`,
  viewable,
})

const iso = ['mp4', 'm4a', 'm4b', 'm4p', 'm4v', 'mov', '3gp', '3g2', 'f4v', 'f4a'] as const
const sound = ['audio/*', 'video/*', 'application/ogg', 'application/mp4']

const media = (
  shelf: 'audio' | 'video',
  type: string,
  extensions: Format['extensions'],
  more: { readonly magics?: Format['magics']; readonly viewable?: boolean } = {},
): Format => ({
  code: extensions[0],
  shelf,
  type,
  extensions,
  magics: more.magics ?? extensions,
  declared: sound,
  words: shelf === 'audio' ? '录音' : '视频',
  viewable: more.viewable ?? true,
})

const office = (
  code: string,
  extensions: Format['extensions'],
  magics: Format['magics'],
  words: string,
): Format => ({
  code,
  shelf: 'document',
  type: 'application/octet-stream',
  extensions,
  magics,
  declared: ['application/*'],
  words,
  viewable: false,
})

/**
 * The formats that are taken, one line each. Containers of one kind (MP4, MOV, M4A, 3GP) share their
 * magics: recorders write each other's marks. Everything else has to agree exactly.
 */
export const formats: readonly Format[] = [
  image('jpeg', ['jpg', 'jpeg', 'jpe', 'jfif']),
  image('png', ['png']),
  image('webp', ['webp']),
  image('gif', ['gif']),
  image('tiff', ['tif', 'tiff']),
  image('avif', ['avif']),
  image('heic', ['heic', 'heif'], false),
  image('bmp', ['bmp'], false),
  {
    code: 'pdf',
    shelf: 'pdf',
    type: 'application/pdf',
    extensions: ['pdf'],
    magics: ['pdf'],
    declared: ['application/pdf', 'application/x-pdf'],
    words: 'PDF 文件',
    viewable: true,
  },
  media('video', 'video/mp4', ['mp4', 'm4v', 'mov'], { magics: iso }),
  media('video', 'video/3gpp', ['3gp', '3g2'], { magics: iso }),
  media('video', 'video/webm', ['webm'], { magics: ['webm', 'mkv'] }),
  media('video', 'video/x-matroska', ['mkv'], { magics: ['mkv', 'webm'] }),
  media('video', 'video/x-msvideo', ['avi'], { viewable: false }),
  media('video', 'video/x-ms-wmv', ['wmv'], { magics: ['asf'], viewable: false }),
  media('video', 'video/mpeg', ['mpg', 'mpeg'], { magics: ['mpg'], viewable: false }),
  media('audio', 'audio/mp4', ['m4a'], { magics: iso }),
  media('audio', 'audio/mpeg', ['mp3']),
  media('audio', 'audio/aac', ['aac']),
  media('audio', 'audio/wav', ['wav']),
  media('audio', 'audio/flac', ['flac']),
  media('audio', 'audio/ogg', ['ogg', 'oga', 'opus'], {
    magics: ['ogg', 'oga', 'opus', 'ogv', 'ogm', 'spx'],
  }),
  media('audio', 'audio/x-ms-wma', ['wma'], { magics: ['asf'], viewable: false }),
  media('audio', 'audio/amr', ['amr'], { viewable: false }),
  {
    code: 'text',
    shelf: 'text',
    type: 'text/plain; charset=utf-8',
    extensions: ['txt', 'csv', 'log', 'md'],
    magics: ['text'],
    // Windows with Excel declares a .csv as a workbook.
    declared: ['text/*', 'application/vnd.ms-excel', 'application/csv'],
    words: '文本文件',
    viewable: true,
  },
  // With a password, Office packs its zip into the old container.
  office('docx', ['docx'], ['zip:word/', 'cfb'], 'Word 文件'),
  office('xlsx', ['xlsx'], ['zip:xl/', 'cfb'], 'Excel 文件'),
  office('pptx', ['pptx'], ['zip:ppt/', 'cfb'], 'PPT 文件'),
  office('doc', ['doc', 'wps'], ['cfb'], 'Word 文件'),
  office('xls', ['xls', 'et'], ['cfb'], 'Excel 文件'),
  office('ppt', ['ppt', 'dps'], ['cfb'], 'PPT 文件'),
  office('rtf', ['rtf'], ['rtf'], 'RTF 文件'),
  office('ofd', ['ofd'], ['zip:OFD.xml'], 'OFD 文件'),
]

const byCode = new Map(formats.map(format => [format.code, format]))
const byExtension = new Map(
  formats.flatMap(format => format.extensions.map(extension => [extension, format] as const)),
)

/** @throws RangeError for a code that no version of this table had */
export const getFormat = (code: string): Format => {
  const format = byCode.get(code)
  if (format === undefined) throw new RangeError('unknown format code')
  return format
}

const archives = ['zip', 'rar', '7z', 'gz', 'tar', 'tgz', 'bz2', 'xz']
const webPages = ['html', 'htm', 'xhtml', 'shtml', 'mht', 'mhtml', 'svg', 'svgz', 'xml']

const declares = (format: Format, declared: string): boolean =>
  declared === '' ||
  declared === 'application/octet-stream' ||
  format.declared.some(allowed =>
    allowed.endsWith('/*') ? declared.startsWith(allowed.slice(0, -1)) : declared === allowed,
  )

const neverDeclared = ['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/xml']

/** What a file is by its content alone, where that leaves one answer. */
const byMagic = (magic: Magic): Format | undefined =>
  formats.find(
    format =>
      format.magics.includes(magic) &&
      (format.code === magic ||
        (format.extensions as readonly string[]).includes(magic) ||
        magic.startsWith('zip:')),
  )

export type Verdict =
  | { readonly ok: true; readonly format: Format; readonly addExtension: boolean }
  | {
      readonly ok: false
      readonly code: 'kind' | 'archive' | 'web-page' | 'mismatch' | 'unknown'
      /** What it is instead, when that would be taken under its own name. */
      readonly instead?: Format
    }

const refuseUnlisted = (extension: string): Verdict => {
  if (archives.includes(extension)) return { ok: false, code: 'archive' }
  return { ok: false, code: webPages.includes(extension) ? 'web-page' : 'kind' }
}

const judgeNameless = (magic: Magic): Verdict => {
  const format = byMagic(magic)
  return format === undefined
    ? { ok: false, code: 'unknown' }
    : { ok: true, format, addExtension: true }
}

/** Chat programs save a JPEG as .png, and on a phone a name is hard to change. */
const isOtherPicture = (format: Format, instead: Format | undefined): instead is Format =>
  format.shelf === 'image' && instead?.shelf === 'image'

const judgeOther = (format: Format, declared: string, magics: readonly Magic[]): Verdict => {
  const instead = byMagic(magics[0] ?? '')
  if (magics.length === 1 && isOtherPicture(format, instead) && declares(format, declared))
    return { ok: true, format: instead, addExtension: true }
  return { ok: false, code: 'mismatch', ...(instead && { instead }) }
}

const judgeNamed = (format: Format, declared: string, magics: readonly Magic[]): Verdict => {
  if (!format.magics.some(magic => magics.includes(magic)))
    return judgeOther(format, declared, magics)
  return declares(format, declared)
    ? { ok: true, format, addExtension: false }
    : { ok: false, code: 'mismatch' }
}

/** Extension, declared type and content have to agree; content may still have several readings. */
export const judge = (extension: string, declared: string, magics: readonly Magic[]): Verdict => {
  if (magics.includes('html') || neverDeclared.includes(declared))
    return { ok: false, code: 'web-page' }
  if (extension === '') return judgeNameless(magics[0] ?? '')
  const format = byExtension.get(extension)
  return format === undefined ? refuseUnlisted(extension) : judgeNamed(format, declared, magics)
}

/** Taken as far as the name goes: whether the rest of the stream is worth reading. */
export const isListed = (extension: string): boolean =>
  extension === '' || byExtension.has(extension)
