import type { HomePart } from '../accounts'
import { dayInWords, dayOf, shortDay, type Day } from '../platform/clock'
import { caseHref } from '../vocabulary/staff-paths'
import { noMask, type Part } from './mask.rules'
import type { CaseMask, Letters, Original } from './masking'
import type { OriginalContent } from './report-content'

const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

const bodyWords: Readonly<Record<string, string>> = {
  yes: '举报人说涉及医保部门或者工作人员',
  unsure: '举报人不确定是否涉及医保部门',
}

/** What was filled in beside the account; what was left empty is left out. */
const factsOf = (content: OriginalContent, mask: CaseMask) =>
  [
    { name: '对象', words: mask.text(content.target.name) },
    { name: '地方', words: mask.text(content.target.place) },
    { name: '涉及本系统', words: bodyWords[content.target.aboutBody] ?? '' },
    { name: '选的行为', words: content.behaviours.map(({ plain }) => plain).join('；') },
    { name: '科室', words: mask.text(content.department) },
    { name: '追溯码', words: mask.text(content.traceCode) },
    { name: '单据号', words: mask.text(content.billNumber) },
    { name: '时间', words: mask.text(content.when) },
    { name: '持续多久', words: mask.text(content.period) },
    { name: '估计金额', words: content.amount === '' ? '' : `${content.amount} 元` },
    { name: '和这件事的关系', words: mask.answer(content.relationPlain) },
    { name: '向别处反映过', words: mask.text(content.toldBefore) },
  ].filter(({ words }) => words !== '')

/** A paragraph for each line; a masked piece belongs to the line in which it begins. */
const paragraphsOf = (parts: readonly Part[]): Part[][] => {
  const paragraphs: Part[][] = [[]]
  for (const part of parts) {
    const pieces: Part[] = part.hidden
      ? [part]
      : part.text.split(/\r?\n/).map(text => ({ hidden: false, text }))
    pieces.forEach((piece, at) => {
      if (at > 0) paragraphs.push([])
      paragraphs.at(-1)?.push(piece)
    })
  }
  return paragraphs.filter(pieces => pieces.some(piece => piece.hidden || piece.text.trim() !== ''))
}

/** One report for views/masking/original-text, through the mask of its case. */
export const toOriginal = ({ receivedOn, content }: Original, today: Day, mask: CaseMask) => {
  const parts = mask.parts(content.text)
  return {
    received: shortDay(receivedOn, today),
    paragraphs: paragraphsOf(parts),
    masked: parts.filter(({ hidden }) => hidden).length,
    facts: factsOf(content, mask),
    hide: mask.text(content.hide),
    contact: content.contactOk === 'no' ? '举报人不希望在留言里被追问。' : '',
  }
}

const unmasked: CaseMask = { ...noMask, answer: words => words }

export type Head = {
  readonly caseId: string
  readonly label: string
  /** Through the mask. */
  readonly target: string
}

/** An opening of the original, as pages tell of it. */
export type Opened = {
  readonly reader: string
  readonly body: string
  readonly begunAt: Date
  readonly endsAt: Date
}

type Shown = Opened & {
  readonly head: Head
  readonly today: Day
  readonly originals: readonly Original[]
  readonly letters: Letters
  readonly mayMask: boolean
}

export const headOf = ({ caseId, label, target }: Head) => ({
  label,
  target,
  caseLink: caseHref(caseId),
  base: `/staff/cases/${caseId}`,
})

/** Often enough that no part of a screen is without it. */
const watermarkLines = 40

/** The reader's name and the time of opening, for all that shows what is masked elsewhere. */
export const watermarkOf = ({ reader, body, begunAt }: Opened): string[] => {
  const at = `${dayInWords(dayOf(begunAt))} ${clock.format(begunAt)}`
  return Array.from({ length: watermarkLines }, () => `${reader} ${body} ${at}`)
}

/** For views/masking/original. */
export const toOriginalPage = (shown: Shown) => {
  const { head, endsAt, today } = shown
  return {
    title: `没有遮挡的原文 ${head.label}`,
    ...headOf(head),
    until: clock.format(endsAt),
    watermark: watermarkOf(shown),
    originals: shown.originals.map(original => toOriginal(original, today, unmasked)),
    messages: shown.letters.messages.map(({ on, body }) => ({ on: shortDay(on, today), body })),
    files: shown.letters.files,
    mayMask: shown.mayMask,
  }
}

export const toHomePart = (
  open: readonly { readonly case_id: string; readonly ends_at: Date }[],
): HomePart => {
  const [first] = open
  if (first === undefined) return {}
  return {
    tiles: [
      {
        href: `${caseHref(first.case_id)}/original`,
        count: String(open.length),
        word: '没有遮挡的原文开着',
        small: `${clock.format(first.ends_at)} 自动收起`,
      },
    ],
  }
}
