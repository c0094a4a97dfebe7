import type { Found, Kind } from './found.rules'
import { findIdentifying, findWriter } from './identifying.rules'
import { isMaskable, wordKey } from './mask.rules'

/** What reporters wrote, as far as it could tell who they are. */
export type Writings = {
  readonly texts: readonly string[]
  /** 哪些内容不能让对方知道 */
  readonly hides: readonly string[]
  /** Names of targets as they were typed. */
  readonly targets: readonly string[]
  /** Whether somebody answered what they have to do with the matter. */
  readonly answered: boolean
}

export type Suggestion = {
  /** Names it through every later reading of the same text. */
  readonly key: string
  readonly kind: Kind
  readonly words: readonly string[]
}

/** The answer about the relation to the matter: a field, no words of the text. */
export const answerKey = 'field:relation'

/** What people name when they say what must stay hidden; as words of the text they hide nothing. */
const topics =
  /^(?:我|本人|我们|自己)?的?(?:真实)?(?:名字|姓名|名|身份|个人信息|信息|电话|电话号码|手机|手机号|联系方式|单位|科室|岗位|职务|工号|住址|地址|家庭住址|身份证|身份证号|时间|日期|内容|事情|所有|全部|一切|都不能|都要保密|无|没有|不清楚|不知道|随便|举报人|举报)$/

const isTopic = (piece: string): boolean =>
  piece.split(/[和与及跟]/).every(part => topics.test(part.trim()))

const lead =
  /^(?:请|千万|一定|希望)?(?:不要|不能|不可以|别|勿)(?:让|给|对)?(?:对方|他们|院方|医院|单位|别人|任何人)?(?:知道|看到|看见|晓得|提到|提及|提|说|透露|暴露|写)?(?:是|到|出)?/

const longestPhrase = 40

/** Each thing that was named, without the plea around it. */
const namedIn = (hide: string): string[] =>
  hide
    .split(/[\n，。；！？、,;!?]/)
    .map(piece => piece.trim().replace(lead, '').trim())
    .filter(piece => isMaskable(piece) && piece.length <= longestPhrase && !isTopic(piece))

/** How many signs in a row two texts must share to be speaking of the same thing. */
const shared = 4

const gramsOf = (text: string): string[] =>
  Array.from({ length: Math.max(0, text.length - shared + 1) }, (_, at) =>
    text.slice(at, at + shared),
  )

/** The longest runs of `hide` that stand in one of the texts too. */
const repeatedIn = (hide: string, texts: readonly string[]): string[] => {
  const known = new Set(texts.flatMap(gramsOf))
  const runs: string[] = []
  let run = ''
  for (const gram of [...gramsOf(hide), '']) {
    if (known.has(gram)) run = run === '' ? gram : run + gram.slice(-1)
    else if (run !== '') {
      runs.push(run)
      run = ''
    }
  }
  return runs
}

const fromHide = (hide: string, texts: readonly string[]): Found[] =>
  [...namedIn(hide), ...repeatedIn(hide, texts).filter(run => !isTopic(run))].map(words => ({
    kind: 'hide',
    phrase: words,
    words: [words],
  }))

/** Far more than any person writes; what comes after it would be noise. */
const most = 1000

/**
 * What should be masked until an officer has decided about it: each thing once, in the order of the texts.
 * Linear in the length of what was written.
 */
export const suggest = ({ texts, hides, targets, answered }: Writings): Suggestion[] => {
  const found = [
    ...texts.flatMap(findIdentifying),
    ...hides.flatMap(findIdentifying),
    ...targets.flatMap(findWriter),
    ...hides.flatMap(hide => fromHide(hide, texts)),
  ]
  const known = new Map<string, Suggestion>()
  if (answered) known.set(answerKey, { key: answerKey, kind: 'answer', words: [] })
  for (const { kind, words } of found) {
    const fit = words.filter(isMaskable)
    const [first] = fit
    if (first === undefined || known.size > most) continue
    const key = wordKey(first)
    if (!known.has(key)) known.set(key, { key, kind, words: fit })
  }
  return [...known.values()]
}

/** What people have decided: words that are masked, and suggestions that are not. */
export type Decided = { readonly masked: readonly string[]; readonly shown: readonly string[] }

export const undecided: Decided = { masked: [], shown: [] }

/** A suggestion counts until somebody has said no to it. */
export const wordsOf = (suggestions: readonly Suggestion[], decided: Decided): string[] => {
  const shown = new Set(decided.shown)
  return [
    ...decided.masked,
    ...suggestions.filter(({ key }) => !shown.has(key)).flatMap(({ words }) => words),
  ]
}

export const answerIsMasked = ({ shown }: Decided): boolean => !shown.includes(answerKey)
