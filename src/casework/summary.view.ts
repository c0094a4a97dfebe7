import { toEvidenceRows } from '../evidence'
import { toOriginal } from '../masking'
import { caseHref } from '../vocabulary/staff-paths'
import type { CaseFile } from './case-file'
import type { Summary } from './tabs'

const briefLines = [
  ['target', '被举报对象'],
  ['when', '时间'],
  ['how', '怎么做的'],
  ['amount', '涉及金额'],
  ['where', '哪里能查到'],
] as const

const none = '没有写'

const toOriginals = (originals: Summary['originals'], { today, mask }: CaseFile) => {
  const shown = originals.map(original => toOriginal(original, today, mask))
  const masked = shown.reduce((sum, one) => sum + one.masked, 0)
  return {
    originals: shown,
    maskedWords: masked === 0 ? '' : `可能暴露举报人的 ${masked} 处已遮挡。`,
  }
}

/** What the summary tab prints beside the head. */
export const toSummary = (file: CaseFile, { brief, originals, files }: Summary, back: string) => ({
  brief: briefLines.map(([field, name]) => ({
    name,
    words: brief.text[field] === '' ? none : brief.text[field],
  })),
  briefNote: brief.saved ? '' : '这是按举报内容自动列出的，还没有人核对。',
  briefDo: brief.saved ? '修改' : '核对并补充',
  briefEdit: `${caseHref(file.found.id)}/brief/edit${back === '' ? '' : `?${new URLSearchParams({ back }).toString()}`}`,
  allFilesLink: caseHref(file.found.id, { tab: 'evidence', back }),
  ...toOriginals(originals, file),
  originalLink: `${caseHref(file.found.id)}/original`,
  maskingLink: file.mayMask ? `${caseHref(file.found.id)}/masking` : '',
  rows: toEvidenceRows(file.found.id, files.slice(0, 3)),
  allFiles: files.length > 3 ? `全部 ${files.length} 个` : '',
})
