import names from './data/names.json'
import type { Found } from './found.rules'

const doubles: ReadonlySet<string> = new Set(names.double.split(' '))
const singles: ReadonlySet<string> = new Set(names.single)

/** What follows a surname in ordinary talk («我叫车去医院») and begins no given name. */
const noGiven: ReadonlySet<string> = new Set('去来了过到不在是的和与把被就给让着也都又还吗呢吧')
/** What follows a short name: the name ends before it. */
const after: ReadonlySet<string> = new Set(
  '是的在今也住来从我现及说，因于了被把要想这那都就已曾系，和与',
)
/** Endings of what people are, not of what they are called; 我是 is followed by both. */
const notCalled = /(?:[员工客科师机属者任院室部班组的户]|居民|农民|病人|家人|本人)$/

const han = /^[\u4e00-\u9fff]{0,6}/
const surnameLength = (run: string): number => {
  if (doubles.has(run.slice(0, 2))) return 2
  return singles.has(run.charAt(0)) ? 1 : 0
}

/** 王小明, and 王小 with it: how long a given name is cannot be told from its first sign. */
const readName = (run: string): string[] => {
  if (/^[小老阿]/.test(run) && singles.has(run.charAt(1))) return [run.slice(0, 2)]
  const length = surnameLength(run)
  const given = run.slice(length)
  if (length === 0 || given === '' || noGiven.has(given.charAt(0))) return []
  const short = run.slice(0, length + 1)
  return given.length === 1 || after.has(given.charAt(1))
    ? [short]
    : [run.slice(0, length + 2), short]
}

type Introduction = {
  readonly find: RegExp
  /** Names and callings both follow: only a name that ends at a pause counts. */
  readonly weak: boolean
}

const introductions: readonly Introduction[] = [
  {
    find: /(?:我(?:名)?叫|我的名字(?:叫|是)?|我姓名|本人叫|本人姓名|真名|署名|落款)(?:是|叫|为)?[:：]? ?/g,
    weak: false,
  },
  { find: /(?:举报人|联系人|反映人|投诉人)(?:是|叫|为|[:：]) ?/g, weak: false },
  { find: /(?:我是|本人|我系) ?/g, weak: true },
]

const atPause = /^(?:[\s，。；！？、,.;!?（(]|是|系|在|于|$)/

const isWhole = (name: string, rest: string): boolean =>
  !notCalled.test(name) && atPause.test(rest.slice(name.length))

/** Names after words with which people introduce themselves. Reads half-width text. */
export const findNames = (read: string): Found[] =>
  introductions.flatMap(({ find, weak }) =>
    [...read.matchAll(find)].flatMap(match => {
      const rest = read.slice(match.index + match[0].length, match.index + match[0].length + 8)
      const [run = ''] = han.exec(rest) ?? []
      const words = readName(run)
      const name = weak ? words.find(word => isWhole(word, rest)) : words[0]
      if (name === undefined) return []
      return [{ kind: 'name' as const, phrase: `${match[0]}${name}`.trim(), words }]
    }),
  )
