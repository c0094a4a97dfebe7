import { halfWidth } from '../vocabulary/typing'

/** A place in the report that might tell who wrote it: the words themselves, why, and where to mend it. */
export type Hint = {
  readonly words: string
  readonly why: string
  readonly where: 'what' | 'evidence' | 'relation'
}

type Own = { readonly name: string; readonly phone: string; readonly idNumber: string }

const patterns: readonly { readonly find: RegExp; readonly why: string }[] = [
  { find: /(?<!\d)1[3-9]\d{9}(?!\d)/g, why: '像手机号' },
  { find: /(?<!\d)\d{17}[\dXx](?!\d)/g, why: '像身份证号' },
  { find: /(?:工号|职工号|员工号|胸牌号?)[^\n，。；,;]{0,12}/g, why: '工号能直接认出人' },
  { find: /(?:只有|仅)(?:我|本人)[^\n，。；,;]{0,16}/g, why: '只有您知道的事，别人一看就猜得到' },
  { find: /(?:我叫|我是|本人叫)[^\n，。；,;]{1,8}/g, why: '像在介绍自己' },
]

const inText = (text: string, own: Own | undefined): Omit<Hint, 'where'>[] => {
  const read = halfWidth(text)
  const mine = [
    { words: own?.name ?? '', why: '这是您的名字' },
    { words: own?.phone ?? '', why: '这是您的手机号' },
    { words: own?.idNumber ?? '', why: '这是您的证件号' },
  ].filter(({ words }) => words !== '' && read.includes(words))
  const like = patterns.flatMap(({ find, why }) =>
    [...read.matchAll(find)].map(([words]) => ({ words, why })),
  )
  return [...mine, ...like].filter(
    ({ words }, at, all) => all.findIndex(other => other.words === words) === at,
  )
}

type Written = {
  readonly text: string
  readonly toldBefore: string
  readonly fileNames: readonly string[]
}

/** Looks, never blocks: only the reporter knows what gives them away. At most ten hints. */
export const findHints = (
  { text, toldBefore, fileNames }: Written,
  own: Own | undefined,
): Hint[] => {
  const found: Hint[] = [
    ...inText(text, own).map(hint => ({ ...hint, where: 'what' as const })),
    ...inText(toldBefore, own).map(hint => ({ ...hint, where: 'relation' as const })),
    ...fileNames.flatMap(name =>
      inText(name, own).map(({ why }) => ({ words: name, why, where: 'evidence' as const })),
    ),
  ]
  return found.slice(0, 10)
}
