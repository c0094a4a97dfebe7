import { type Format, formats, getFormat, type Limits, sizeInWords } from '../files'
import { lengthOf } from '../vocabulary/staff-paths'
import type { EvidenceFile, Received } from './evidence'

/** Chinese stands close; Latin letters keep their distance. */
const spaced = (words: string): string => (/^[!-~]/.test(words) ? ` ${words}` : words)

type Refused = Extract<Received, { ok: false }>

const sorts = '照片、录音、视频、PDF、Word、Excel 都可以'

const mismatch = ({ name, values }: Refused): string => {
  const instead = formats.find(({ code }) => code === values['instead'])
  return instead === undefined
    ? `打不开 ${name}，请重新拍照或导出`
    : `${name} 其实是${spaced(instead.words)}，请把名字的结尾改成 .${instead.extensions[0]} 再传`
}

const sentences: Record<Refused['code'], (file: Refused, limits: Limits) => string> = {
  empty: ({ name }) => `${name} 是空文件，请换一个`,
  'too-big': ({ name, values }, limits) =>
    `${name} 有 ${sizeInWords(Number(values['size']))}，每个不能超过 ${sizeInWords(limits.fileBytes)}`,
  'too-many': ({ name, values }, limits) =>
    `最多 ${limits.files} 个文件，已经有 ${values['have'] ?? limits.files} 个，${name} 没有保存`,
  kind: ({ values }) => `不收 .${values['extension'] ?? ''} 文件。${sorts}`,
  archive: ({ values }) =>
    `不收 .${values['extension'] ?? ''} 压缩包，请解开，把里面的文件直接传上来`,
  'web-page': ({ name }) => `${name} 是网页，请截图，或者存成 PDF 再传`,
  mismatch,
  unknown: ({ name }) => `看不出 ${name} 是什么文件，请在名字后面加上 .jpg、.pdf 这样的结尾再传`,
  'no-room': ({ name }) => `${name} 现在存不下，请过一会儿再传，或者打电话告诉我们`,
}

/** What a person reads when one file was not taken, and what to do about it. */
export const uploadSentence = (file: Refused, limits: Limits): string =>
  sentences[file.code](file, limits)

const thumbs: Record<Format['shelf'], string> = {
  image: '照片',
  pdf: 'PDF',
  audio: '录音',
  video: '视频',
  text: '文字',
  document: '文件',
}
const ownThumbs: Record<string, string> = {
  docx: 'Word',
  doc: 'Word',
  xlsx: '表格',
  xls: '表格',
  pptx: 'PPT',
  ppt: 'PPT',
  ofd: 'OFD',
}

export const thumbOf = ({ format, shelf }: Pick<EvidenceFile, 'format' | 'shelf'>): string =>
  ownThumbs[format] ?? thumbs[shelf]

/** Only what is true today: which files officers see as a copy, and which keep what is inside them. */
const stateOf = (file: EvidenceFile): string => {
  if (!file.whole) return '传好了，但好像不完整，办案人员可能打不开，请重新拍照或导出，再传一次'
  if (file.locked) return '传好了，有密码，请在说明里写上密码'
  if (!getFormat(file.format).viewable || file.shelf === 'text') return '传好了'
  if (file.shelf === 'image') return '传好了，办案人员看到的是去掉拍摄地点、手机型号的图'
  return file.shelf === 'pdf' ? '传好了，办案人员看到的是逐页的图，不带作者名' : '传好了'
}

type Typed = {
  /** Notes as typed, by evidence id, and sentences from noteErrors. */
  readonly notes: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}
const nothingTyped: Typed = { notes: {}, errors: {} }

const toStored = (typed: Typed) => (file: EvidenceFile, at: number) => ({
  ok: true,
  anchor: `f${at + 1}`,
  id: file.id,
  thumb: thumbOf(file),
  name: file.name,
  state: stateOf(file),
  size: sizeInWords(file.size),
  note: typed.notes[file.id] ?? file.note,
  noteError: typed.errors[`note-${file.id}`],
  editable: file.stage === 'draft',
})

const headingOf = (count: number): string => (count === 0 ? '还没有添加文件' : `已添加 ${count} 个`)

const statusOf = (stored: number, failed: number): string => {
  if (failed === 0) return stored === 0 ? '' : `传好 ${stored} 个`
  return stored === 0 ? `${failed} 个没传上` : `传好 ${stored} 个，没传上 ${failed} 个`
}

/** undefined: the summary counts what is to be changed by itself. */
const headingOfErrors = (failed: number, others: number): string | undefined =>
  failed === 0 || others > 0 ? undefined : `有 ${failed} 个文件没有传上`

/**
 * Everything that partial evidence/upload-list prints (`upload`), and what the error summary of the page
 * needs (`errors`, `heading`) when some files of this POST were not taken.
 */
export const toUploadList = (
  files: readonly EvidenceFile[],
  results: readonly Received[],
  limits: Limits,
  typed = nothingTyped,
) => {
  const stored = files.map(toStored(typed))
  const failed = results
    .filter(result => !result.ok)
    .map((result, at) => ({
      ok: false,
      anchor: `f${stored.length + at + 1}`,
      thumb: '文件',
      name: result.name,
      state: uploadSentence(result, limits),
    }))
  return {
    upload: {
      hint: `${sorts}。每个不超过 ${sizeInWords(limits.fileBytes)}，最多 ${limits.files} 个。`,
      heading: headingOf(stored.length),
      status: statusOf(stored.length, failed.length),
      full: stored.length >= limits.files,
      stored,
      failed,
    },
    errors: {
      ...Object.fromEntries(failed.map(({ anchor, state }) => [anchor, state])),
      ...typed.errors,
    },
    heading: headingOfErrors(failed.length, Object.keys(typed.errors).length),
  }
}

/** The note fields of the list: `note[<evidence id>]`. */
export const readNotes = (fields: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([field, value]) => {
      const id = /^note\[([0-9a-f-]{36})\]$/.exec(field)?.[1]
      return id === undefined ? [] : [[id, value.trim()]]
    }),
  )

/** One sentence for each note that is too long, by the id of its input. */
export const noteErrors = (
  notes: Readonly<Record<string, string>>,
  limit: number,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(notes)
      .filter(([, note]) => lengthOf(note) > limit)
      .map(([id, note]) => [
        `note-${id}`,
        `说明最多 ${limit} 字，现在多了 ${lengthOf(note) - limit} 字`,
      ]),
  )
