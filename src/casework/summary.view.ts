import { toEvidenceRows } from '../evidence'
import { asDay, shortDay } from '../platform/clock'
import { caseHref } from '../vocabulary/staff-paths'
import type { CaseFile } from './case-file'
import type { OriginalContent } from './report-content'
import type { Original, Summary } from './tabs'

const briefLines = [
  ['target', '被举报对象'],
  ['when', '时间'],
  ['how', '怎么做的'],
  ['amount', '涉及金额'],
  ['where', '哪里能查到'],
] as const

const none = '没有写'

const bodyWords: Readonly<Record<string, string>> = {
  yes: '举报人说涉及医保部门或者工作人员',
  unsure: '举报人不确定是否涉及医保部门',
}

/** What was filled in beside the account; what was left empty is left out. */
const factsOf = (content: OriginalContent) =>
  [
    { name: '对象', words: content.target.name },
    { name: '地方', words: content.target.place },
    { name: '涉及本系统', words: bodyWords[content.target.aboutBody] ?? '' },
    { name: '选的行为', words: content.behaviours.map(({ plain }) => plain).join('；') },
    { name: '科室', words: content.department },
    { name: '追溯码', words: content.traceCode },
    { name: '单据号', words: content.billNumber },
    { name: '时间', words: content.when },
    { name: '持续多久', words: content.period },
    { name: '估计金额', words: content.amount === '' ? '' : `${content.amount} 元` },
    { name: '和这件事的关系', words: content.relationPlain },
    { name: '向别处反映过', words: content.toldBefore },
  ].filter(({ words }) => words !== '')

const toOriginal = ({ receivedOn, content }: Original, today: CaseFile['today']) => ({
  received: shortDay(asDay(receivedOn), today),
  paragraphs: content.text.split(/\r?\n/).filter(line => line.trim() !== ''),
  facts: factsOf(content),
  hide: content.hide,
  contact: content.contactOk === 'no' ? '举报人不希望在留言里被追问。' : '',
})

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
  originals: originals.map(original => toOriginal(original, file.today)),
  rows: toEvidenceRows(file.found.id, files.slice(0, 3)),
  allFiles: files.length > 3 ? `全部 ${files.length} 个` : '',
})
