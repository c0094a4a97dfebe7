const longest = 100

/**
 * Control and format characters (also those that turn the reading direction, so that photo‮gpj.exe can't
 * pass for a picture), unpaired surrogates and private use.
 */
const harmful = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu

const extensionPattern = /\.([a-z0-9]{1,8})$/i

/** 'jpg' of 'IMG_1.JPG', '' when the name has none. */
export const extensionOf = (name: string): string =>
  (extensionPattern.exec(name)?.[1] ?? '').toLowerCase()

const shorten = (stem: string): string => {
  if (stem.length <= longest) return stem
  const letters = [...new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(stem)]
  if (letters.length <= longest && stem.length <= 2 * longest) return stem
  let kept = ''
  for (const { segment } of letters.slice(0, longest)) {
    if (kept.length + segment.length > 2 * longest) break
    kept += segment
  }
  return `${kept}…`
}

/**
 * A name that is safe to print and to save under, still readable: no path, no control or direction
 * marks, no dots or blanks at its ends, at most 100 characters and the extension.
 */
export const readFileName = (sent: string): string => {
  const name = (sent.split(/[/\\]/).at(-1) ?? '')
    .normalize('NFC')
    .replace(harmful, '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  const extension = extensionPattern.exec(name)?.[0] ?? ''
  const stem = shorten(name.slice(0, name.length - extension.length).trim())
  return `${stem === '' ? '未命名' : stem}${extension}`
}

/** The same name under the ending that its content has: 截图.png becomes 截图.jpg. */
export const withExtension = (name: string, extension: string): string =>
  `${name.replace(extensionPattern, '')}.${extension}`

/** For a response header: an ASCII name (`plain`, without its ending) for old clients, the real one per RFC 8187. */
export const attachmentHeader = (name: string, plain = 'file'): string => {
  const safe = name.replace(/["*:<>?|%]/g, '_')
  const encoded = encodeURIComponent(safe).replace(
    /['()*]/g,
    letter => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  const extension = extensionOf(name)
  return `attachment; filename="${plain}${extension === '' ? '' : `.${extension}`}"; filename*=UTF-8''${encoded}`
}
