import { toThePause, type Found } from './found.rules'

const roles =
  '护士长|护士|护工|护理员|医生|医师|大夫|药师|药剂师|技师|检验师|收费员|会计|出纳|保安|保洁|司机|科员|科长|实习生|规培生|' +
  '进修生|导医|库管|采购|信息员|病案员|编码员|医保专员|主任|店员|营业员|收银员|店长|库管员|工作人员|职工|员工|患者|病人|病号'

/** «我是三病区的护士», «本人以前在透析室上班»: who the writer is, in so many words. */
const sayings: readonly RegExp[] = [
  new RegExp(
    `(?:我|本人)(?:就|也|曾|曾经|以前|原来|现在|之前|目前)?(?:是|系|当过?|做过?)(?!想|要|来|怕|不|看|听|觉得|说)${toThePause}{0,12}?(?:${roles})`,
    'g',
  ),
  new RegExp(
    `(?:我|本人)(?:就|也|曾|曾经|以前|原来|现在|之前|目前|一直)?在${toThePause}{1,16}?(?:上班|工作|值班|当班|实习|进修|规培|任职|就职|住院|透析|轮转|做${toThePause}{0,6}?(?:${roles}))`,
    'g',
  ),
]

/** The writer at work: one of these and a ward, a post or a day beside it leave few people. */
const atWork =
  /(?:我|本人)[^\n。；！？!?]{0,8}?(?:值|上|当|轮|倒|跟|排)[^\n，。；！？,!?]{0,6}?班|(?:轮到|安排|派)(?:我|本人)[^\n，。；！？,!?]{0,6}|(?:我|本人)(?:负责|管着?|分管|所在的?)[^\n，。；！？,!?]{1,10}/g

const near =
  /(?:[一二三四五六七八九十\d]{1,3}|[东西南北中])号?(?:病区|病房|病室|床|楼|层|诊室|窗口|护理组)|[\u4e00-\u9fff]{1,4}科(?!长)|ICU|手术室|透析室|药房|收费处|医保办|病案室|供应室|(?:白|夜|早|中|晚|大夜|小夜)班|护士长|\d{4}年\d{1,2}月\d{1,2}[日号]|\d{1,2}月\d{1,2}[日号]|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?:上|这|本)?(?:周|星期|礼拜)[一二三四五六日天]|(?:昨|前|今|当)[天晚]/g

/** How far a ward or a day may stand from the work to be told together with it. */
const reach = 20

type Range = { readonly start: number; readonly end: number }

const rangesOf = (sentence: string, find: RegExp): Range[] =>
  [...sentence.matchAll(find)].map(match => ({
    start: match.index,
    end: match.index + match[0].length,
  }))

const isNear = (one: Range, other: Range): boolean =>
  one.start <= other.end + reach && other.start <= one.end + reach

/** «我上夜班» alone is said by many. */
const bareShift = /^(?:白|夜|早|中|晚|大夜|小夜)班$/

/** From the first to the last of what stands close together, as one phrase. */
const findShifts = (sentence: string): string[] => {
  const works = rangesOf(sentence, atWork)
  if (works.length === 0) return []
  const others = rangesOf(sentence, near)
  return works.flatMap(work => {
    const close = others.filter(other => isNear(work, other))
    const tells = ({ start, end }: Range) => !bareShift.test(sentence.slice(start, end))
    if (!close.some(tells)) return []
    const start = Math.min(work.start, ...close.map(one => one.start))
    const end = Math.max(work.end, ...close.map(one => one.end))
    return [sentence.slice(start, end)]
  })
}

/** Where and when the writer works, as far as it leaves few people. Reads half-width text. */
export const findPosts = (read: string): Found[] => {
  const said = sayings.flatMap(find => [...read.matchAll(find)].map(([phrase]) => phrase))
  const shifts = read.split(/[\n。；！？;!?]/).flatMap(findShifts)
  return [...said, ...shifts].map(phrase => ({ kind: 'post', phrase, words: [phrase] }))
}
