import { dayOf, shortDay, type Day } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { CaseMask, NamedItem, Reading } from './masking'
import { headOf, toOriginal, watermarkOf, type Head, type Opened } from './original.view'

const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

const kindWords: Readonly<Record<NamedItem['kind'], string>> = {
  name: '像举报人的名字',
  phone: '像电话号码',
  contact: '像微信、QQ 或者邮箱',
  'id-number': '像身份证号',
  'staff-number': '像工号',
  'only-me': '只有举报人知道的事',
  relation: '举报人身边的人',
  post: '举报人的岗位、班次',
  hide: '举报人说不能让对方知道',
  answer: '举报人和这件事的关系',
  set: '同事加的',
}

type Page = {
  readonly head: Head
  readonly reading: Reading
  readonly items: readonly NamedItem[]
  /** This person's opening of the original: without it, the words themselves are not shown. */
  readonly opened: Opened | undefined
  readonly setBy: string
  readonly limits: { readonly word: number; readonly words: number }
  readonly today: Day
  /** What the texts would look like. */
  readonly mask: CaseMask
  readonly previewed: boolean
  /** What was sent, when the page is drawn again. */
  readonly sent?: {
    readonly listed: readonly string[]
    readonly ticked: readonly string[]
    readonly seen: number
  }
  readonly late: boolean
}

const wordsOf = ({ words, kind }: NamedItem): string =>
  kind === 'answer' ? '填写的关系' : (words[0] ?? '')

const setWords = ({ reading, setBy, today }: Page): string => {
  const last = reading.setBy
  if (last === undefined)
    return '还没有人核对过。下面是系统按规则找出来的，在有人核对以前全部遮挡。'
  return `${setBy}在 ${shortDay(dayOf(last.at), today)} ${clock.format(last.at)} 核对过。以后新找出来的，在有人核对以前也都遮挡。`
}

const isTicked = (item: NamedItem, { sent }: Page): boolean =>
  sent?.listed.includes(item.id) === true ? sent.ticked.includes(item.id) : item.masked

/** What shows only while the original is open. */
const whileOpen = (opened: Opened | undefined, page: Page) =>
  opened === undefined
    ? {
        open: false,
        watermark: [],
        untilWords: '',
        items: [],
        // Ticked before the minutes were over: kept through the page without being shown.
        carried: page.sent,
      }
    : {
        open: true,
        watermark: watermarkOf(opened),
        untilWords: `${clock.format(opened.endsAt)} 自动收起。到时间还没有保存的勾选，要打开原文重新勾。`,
        items: page.items.map(item => ({
          id: item.id,
          words: wordsOf(item),
          why: kindWords[item.kind],
          ticked: isTicked(item, page),
        })),
        carried: undefined,
      }

/** For views/masking/masking. */
export const toMaskingPage = (page: Page, { values, errors }: FormState) => {
  const { head, reading, items, limits, mask, today } = page
  return {
    title: `设置遮挡 ${head.label}`,
    ...headOf(head),
    seen: page.sent?.seen ?? reading.version,
    ...whileOpen(page.opened, page),
    setWords: setWords(page),
    lateWords: page.late ? '同事刚刚改过遮挡。您的改动还没有保存，对照以后再保存。' : '',
    count: items.length,
    added: values['words'] ?? '',
    addedHint: `一行写一个词，每个 2 到 ${limits.word} 字。写了以后，这一件里所有地方的这个词都会遮挡。`,
    previewed: page.previewed,
    originals: reading.originals.map(original => toOriginal(original, today, mask)),
    messages: reading.letters.messages.map(({ on, body }) => ({
      on: shortDay(on, today),
      body: mask.text(body),
    })),
    formErrors: errors,
  }
}
