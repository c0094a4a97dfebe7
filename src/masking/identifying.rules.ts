import { asDay } from '../platform/clock'
import { lastSignOf } from '../vocabulary/citizen-number'
import { halfWidth } from '../vocabulary/typing'
import { toThePause, type Found, type Kind } from './found.rules'
import { findNames } from './names.rules'
import { findPosts } from './posts.rules'

type Pattern = {
  readonly kind: Kind
  /** Every repetition has an upper bound: the time grows with the text, whatever stands in it. */
  readonly find: RegExp
  /** The group that is masked; 0 is the whole phrase. */
  readonly group: number
}

const digitOfWords = '[零〇一二三四五六七八九幺]'

const kin =
  '爱人|妻子|丈夫|老公|老婆|媳妇|对象|儿子|女儿|孩子|父亲|母亲|爸爸|妈妈|爸|妈|公公|婆婆|岳父|岳母|爷爷|奶奶|外公|外婆|' +
  '哥哥|弟弟|姐姐|妹妹|舅舅|姑姑|叔叔|阿姨|亲戚|家属|家里人|家人|邻居|室友|同学|同事|师傅|徒弟|带教老师|领导|上级|搭档|闺蜜|战友|老乡'

const patterns: readonly Pattern[] = [
  { kind: 'phone', find: /(?<!\d-?)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d){8}(?!-?\d)/g, group: 0 },
  { kind: 'phone', find: /(?<!\d-?)0\d{2,3}[- ]?[2-9]\d{6,7}(?!-?\d)/g, group: 0 },
  {
    kind: 'phone',
    find: new RegExp(
      `(?<!${digitOfWords})[一幺][三四五六七八九]${digitOfWords}{9}(?!${digitOfWords})`,
      'g',
    ),
    group: 0,
  },
  {
    kind: 'contact',
    find: /(?:微信号?|vx|wx|wechat|qq号?|扣扣号?)[^\S\n]{0,2}(?:号|是|为)?[:：]?[^\S\n]{0,2}([a-z0-9_][a-z0-9_-]{4,19})/gi,
    group: 1,
  },
  {
    kind: 'contact',
    find: /(?<![\w.+-])[\w.+-]{1,40}@[a-z0-9-]{1,30}(?:\.[a-z0-9-]{2,20}){1,3}/gi,
    group: 0,
  },
  // Whatever is called a number of a citizen's paper, also where its last sign is a slip.
  { kind: 'id-number', find: /身份证号?码?[^\d\n]{0,6}((?:\d[ -]?){14,17}[\dXx])/g, group: 1 },
  {
    kind: 'staff-number',
    find: /(?<!(?:[他她其]|医生|主任|院长|护士|对方)的?)(?:工号|职工号|员工号|职工编号|员工编号|胸牌号?|工牌号?|执业证号?)[^\S\n]{0,2}(?:是|为)?[:：]?[^\S\n]{0,2}([a-z]{0,4}-?\d{2,12})/gi,
    group: 1,
  },
  {
    kind: 'only-me',
    find: new RegExp(`(?:只有|唯有|仅有?)(?:我|本人)${toThePause}{0,24}`, 'g'),
    group: 0,
  },
  {
    kind: 'only-me',
    find: new RegExp(`就(?:我|本人)(?:一个人?|自己|一人)${toThePause}{0,24}`, 'g'),
    group: 0,
  },
  {
    kind: 'only-me',
    find: new RegExp(
      `除了?(?:我|本人)(?:以外|之外|外)?[，,]?(?:没有?人|谁都?不|别人都?不)${toThePause}{0,16}`,
      'g',
    ),
    group: 0,
  },
  { kind: 'relation', find: new RegExp(`(?:我|本人)(?:们家|家)?(?:的)?(?:${kin})`, 'g'), group: 0 },
]

const isDay = (text: string): boolean => {
  try {
    asDay(text)
    return true
  } catch {
    return false
  }
}

const citizenNumber = /(?<![\da-z])(?:\d[ -]?){17}[\dx](?![\da-z])/gi

/** Eighteen signs whose day of birth exists and whose last sign is right; bills have long numbers too. */
const findCitizenNumbers = (read: string): Found[] =>
  [...read.matchAll(citizenNumber)].flatMap(([phrase]) => {
    const bare = phrase.replace(/[ -]/g, '').toUpperCase()
    const born = `${bare.slice(6, 10)}-${bare.slice(10, 12)}-${bare.slice(12, 14)}`
    const isRight = lastSignOf(bare) === bare.charAt(17) && isDay(born)
    return isRight ? [{ kind: 'id-number' as const, phrase, words: [phrase] }] : []
  })

const findPatterns = (read: string): Found[] =>
  patterns.flatMap(({ kind, find, group }) =>
    [...read.matchAll(find)].flatMap(match => {
      const word = match[group]?.trim() ?? ''
      return word === '' ? [] : [{ kind, phrase: match[0].trim(), words: [word] }]
    }),
  )

/** What in this text could tell who wrote it. It looks and does not judge: people set what is masked. */
export const findIdentifying = (text: string): Found[] => {
  const read = halfWidth(text)
  return [
    ...findNames(read),
    ...findPatterns(read),
    ...findCitizenNumbers(read),
    ...findPosts(read),
  ]
}

const ofTheWriter: ReadonlySet<Kind> = new Set(['name', 'only-me', 'relation', 'post'])

/** For the name of the target: a number in it is the target's own, words about «me» are the writer's. */
export const findWriter = (text: string): Found[] =>
  findIdentifying(text).filter(({ kind }) => ofTheWriter.has(kind))
