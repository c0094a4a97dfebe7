import type { WrittenBlock } from '../files'
import { inGroups, type ReceiptCode } from '../receipts'

type Site = {
  readonly host: string
  readonly body: string
  readonly telephone: string
}

/** Three groups, and three below: as it is copied by hand. */
const inTwoLines = (code: ReceiptCode): readonly WrittenBlock[] => {
  const groups = inGroups(code).split(' ')
  return [groups.slice(0, 3), groups.slice(3)].map(line => ({
    text: line.join(' '),
    size: 84,
    bold: true,
    above: 40,
  }))
}

/**
 * What the picture of a receipt says: the code and what to do with it. Less than the paper: pictures wander
 * into albums that others see, so neither the case nor what it is about stands there.
 */
export const toReceiptPicture = (
  code: ReceiptCode,
  { host, body, telephone }: Site,
): readonly WrittenBlock[] => [
  { text: '查询码（像密码一样保管）', size: 34, above: 48 },
  ...inTwoLines(code),
  {
    text: `查进度：打开 ${host}/follow 输入查询码；不会上网，可以带查询码到窗口查。`,
    size: 34,
    above: 52,
  },
  { text: '查询码不要告诉任何人，办案人员也不会问您要。', size: 34, above: 34 },
  { text: `${body} ${telephone}`.trim(), size: 34, above: 34 },
]
