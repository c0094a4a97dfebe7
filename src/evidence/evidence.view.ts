import { getFormat, sizeInWords } from '../files'
import type { CaseId } from '../vocabulary/ids'
import type { EvidenceFile } from './evidence'

const scans: Record<EvidenceFile['scan'], string> = { unscanned: '未经病毒扫描' }

const shown: Record<EvidenceFile['shelf'], string> = {
  image: '看到的图已去掉拍摄信息',
  pdf: '看到的是逐页的图，不带作者信息',
  audio: '声音可能暴露身份，录音信息没有去掉',
  video: '画面和声音可能暴露身份，拍摄信息没有去掉',
  text: '按文字显示',
  document: '不能在线查看',
}

export const checkOf = (file: EvidenceFile): string => {
  const locked = file.locked ? '，有密码' : ''
  if (!file.whole) return `${scans[file.scan]}${locked}，收到时就不完整，可能打不开`
  const how = getFormat(file.format).viewable ? shown[file.shelf] : '不能在线查看'
  return `${scans[file.scan]}${locked}，${how}`
}

/** a41f…9c02; the whole of it stands on the file's own page. */
const shortHash = (sha256: string): string => `${sha256.slice(0, 4)}…${sha256.slice(-4)}`

export const pathOf = (caseId: CaseId, id: string): string =>
  `/staff/cases/${caseId}/evidence/${id}`

/** For partial evidence/rows on the case page. */
export const toEvidenceRows = (caseId: CaseId, files: readonly EvidenceFile[]) =>
  files.map(file => ({
    href: pathOf(caseId, file.id),
    name: file.name,
    size: sizeInWords(file.size),
    note: file.note === '' ? '没有说明' : file.note,
    source: file.source === 'reporter' ? '举报人' : '办案人员',
    check: checkOf(file),
    hash: shortHash(file.sha256),
  }))
