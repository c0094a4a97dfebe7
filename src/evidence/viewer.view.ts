import { sizeInWords } from '../files'
import { shortDay, type Day } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { CaseId } from '../vocabulary/ids'
import type { EvidenceFile } from './evidence'
import { checkOf, pathOf } from './evidence.view'
import { thumbOf } from './upload.view'

/** What stands on the stage, already decided. */
export type Stage =
  | { readonly kind: 'image' | 'audio' | 'video'; readonly src: string }
  | { readonly kind: 'pages'; readonly page: number; readonly pages: number }
  | { readonly kind: 'text'; readonly text: string; readonly cut: boolean }
  | { readonly kind: 'none'; readonly words: string }

export const noStage = (words: string): Stage => ({ kind: 'none', words })

export const stageWords = {
  format: '这种格式暂时不能在线查看。',
  picture: '这张图打不开：文件可能坏了。收到的原件仍然保存。',
  cut: '这个文件打不开：收到时就不完整。请在留言里请举报人重新传一次。收到的部分仍然保存。',
  largePicture: '这张图太大，不能在线查看。原件仍然完整保存。',
  largePdf: '这份 PDF 太大，不能在线查看。原件仍然完整保存。',
  locked: '这份 PDF 有密码，不能在线查看。请在留言里问举报人密码，或者请对方去掉密码再传一次。',
  broken: '这份 PDF 打不开：文件可能坏了，或者复杂得不能在线显示。收到的原件仍然保存。',
} as const

type Taken = { readonly on: Day; readonly by: string; readonly reason: string }

type Viewer = {
  readonly caseId: CaseId
  readonly label: string
  readonly file: EvidenceFile
  readonly stage: Stage
  readonly mayTakeOriginal: boolean
  /** A legal reviewer comes from the page of the review, and goes back there. */
  readonly reviews: boolean
  readonly downloads: readonly Taken[]
  readonly today: Day
}

const pagesOf = (base: string, stage: Stage) => {
  if (stage.kind !== 'pages') return undefined
  const { page, pages } = stage
  return {
    src: `${base}/pages/${page}.png`,
    words: `第 ${page} 页，共 ${pages} 页`,
    previous: page > 1 ? `${base}?page=${page - 1}` : undefined,
    next: page < pages ? `${base}?page=${page + 1}` : undefined,
  }
}

/** For views/evidence/viewer. */
export const toViewerPage = (viewer: Viewer) => {
  const { caseId, file, stage, today } = viewer
  const base = pathOf(caseId, file.id)
  return {
    title: `${file.name} - ${viewer.label}`,
    back: viewer.reviews ? `/staff/cases/${caseId}/review` : `/staff/cases/${caseId}?tab=evidence`,
    label: viewer.label,
    name: file.name,
    alt: `举报材料，${thumbOf(file)}：${file.name}`,
    stage,
    pages: pagesOf(base, stage),
    facts: [
      { name: '举报人说明', value: file.note === '' ? '没有说明' : file.note },
      { name: '检查', value: checkOf(file) },
      { name: '大小', value: sizeInWords(file.size) },
      { name: '收到', value: shortDay(file.addedOn, today) },
      { name: '来自', value: file.source === 'reporter' ? '举报人' : '办案人员' },
    ],
    // In groups, so that it breaks on a narrow page and can be compared by eye.
    sha256: file.sha256.replace(/(.{8})(?=.)/g, '$1 '),
    original: viewer.mayTakeOriginal ? `${base}/original` : undefined,
    downloads: viewer.downloads.map(({ on, by, reason }) => ({
      when: shortDay(on, today),
      by,
      reason,
    })),
  }
}

type OriginalPage = {
  readonly caseId: CaseId
  readonly label: string
  readonly file: EvidenceFile
  readonly limits: { readonly min: number; readonly max: number }
}

/** For views/evidence/original. */
export const toOriginalPage = (
  { caseId, label, file, limits }: OriginalPage,
  { values, errors }: FormState,
) => {
  const base = pathOf(caseId, file.id)
  return {
    title: `下载原件：${file.name}`,
    back: base,
    action: `${base}/original`,
    label,
    name: file.name,
    size: sizeInWords(file.size),
    hint: `至少 ${limits.min} 字。理由加密保存，能打开这一件的同事看得到；举报人能看到有人下载过原件。`,
    limit: limits.max,
    values,
    errors,
  }
}
