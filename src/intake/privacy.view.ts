import { findIdentifying, type Found, type Kind } from '../masking'
import { halfWidth } from '../vocabulary/typing'

/** A place in the report that might tell who wrote it: the words themselves, why, and where to mend it. */
export type Hint = {
  readonly words: string
  readonly why: string
  readonly where: 'what' | 'evidence' | 'relation'
}

type Own = { readonly name: string; readonly phone: string; readonly idNumber: string }

/** What officers have masked for them is told to the writer, who may rather leave it out. */
const whyOf: Readonly<Record<Kind, string>> = {
  name: '像在介绍自己',
  phone: '像手机号',
  contact: '像微信、QQ 或者邮箱',
  'id-number': '像身份证号',
  'staff-number': '工号能直接认出人',
  'only-me': '只有您知道的事，别人一看就猜得到',
  relation: '说到您身边的人',
  post: '说到您的岗位、班次',
  hide: '您说过不能让对方知道',
  answer: '您和这件事的关系',
}

const toHint = ({ kind, phrase }: Found): Omit<Hint, 'where'> => ({
  words: phrase,
  why: whyOf[kind],
})

const inText = (text: string, own: Own | undefined): Omit<Hint, 'where'>[] => {
  const read = halfWidth(text)
  const mine = [
    { words: own?.name ?? '', why: '这是您的名字' },
    { words: own?.phone ?? '', why: '这是您的手机号' },
    { words: own?.idNumber ?? '', why: '这是您的证件号' },
  ].filter(({ words }) => words !== '' && read.includes(words))
  return [...mine, ...findIdentifying(text).map(toHint)].filter(
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
