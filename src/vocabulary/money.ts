import { halfWidth, prose, withThousands } from './typing'

/** Money is counted in fen and never passes through a floating number. */
export type Fen = bigint

const YUAN = 100n
const WAN = 10_000n * YUAN

const example = '例如 1,234.56；大额可以写 12.5万'

export const moneyFaults = {
  unread: `金额要填数字，${example}`,
  negative: '金额不能是负数，金额前面不写正负号',
  foreign: '小数点用“.”，千位之间用“,”，例如 1,234.56',
  'yuan-decimals': '元后面最多两位小数，写到分为止',
  'wan-decimals': '万元后面最多六位小数，写到分为止',
} as const

const hugeFault = (most: Fen): string => `金额最多 ${inYuan(most)} 元，请核对有没有多写几位`

export type ReadMoney =
  { readonly ok: true; readonly fen: Fen } | { readonly ok: false; readonly why: string }

const fault = (why: string): ReadMoney => ({ ok: false, why })

/** Longer than any amount that is written with its thousands and its fen. */
const MOST_SIGNS = 40

const written = /^([\d.,' ]*\d) ?(元|万元?)?$/
const number = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/

const bareText = (text: string): string =>
  halfWidth(prose(text))
    .replace(/\s+/g, ' ')
    .replace(/^(?:人民币|[¥￥]) ?/, '')

/**
 * What a person typed for an amount of money, to the fen: `1,234.56`, `1234.5 元`, `12.5万`. Whatever could be read in
 * two ways is not read at all.
 */
export const readMoney = (text: string, most: Fen): ReadMoney => {
  const bare = bareText(text)
  if (/^[-+\u2010-\u2015\u2212]/.test(bare)) return fault(moneyFaults.negative)
  const found = bare.length > MOST_SIGNS ? null : written.exec(bare)
  return found === null ? fault(moneyFaults.unread) : readNumber(found[1], found[2], most)
}

const readNumber = (digits = '', unit = '', most: Fen): ReadMoney => {
  const read = number.exec(digits)
  if (read === null) return fault(moneyFaults.foreign)
  const [, whole = '', part = ''] = read
  return inFen(whole.replaceAll(',', ''), part, { wan: unit.startsWith('万'), most })
}

const inFen = (
  whole: string,
  part: string,
  { wan, most }: { readonly wan: boolean; readonly most: Fen },
): ReadMoney => {
  const places = wan ? 6 : 2
  if (part.length > places) return fault(moneyFaults[wan ? 'wan-decimals' : 'yuan-decimals'])
  const fen = BigInt(whole) * (wan ? WAN : YUAN) + BigInt(part.padEnd(places, '0'))
  return fen > most ? fault(hugeFault(most)) : { ok: true, fen }
}

/** 1,234.56, as accounts write it. */
export const inYuan = (fen: Fen): string => {
  const size = fen < 0n ? -fen : fen
  const whole = withThousands(size / YUAN)
  return `${fen < 0n ? '-' : ''}${whole}.${(size % YUAN).toString().padStart(2, '0')}`
}

const withoutZeros = (part: string): string => (part === '' ? '' : `.${part}`)

/** 12.35 万元, as overviews write it: to two places, half up; below ten thousand in yuan. */
export const inShort = (fen: Fen): string => {
  const size = fen < 0n ? -fen : fen
  const sign = fen < 0n ? '-' : ''
  const hundredths = size < WAN ? size : (size + WAN / 200n) / (WAN / 100n)
  const part = (hundredths % 100n).toString().padStart(2, '0').replace(/0+$/, '')
  const unit = size < WAN ? '元' : '万元'
  return `${sign}${withThousands(hundredths / 100n)}${withoutZeros(part)} ${unit}`
}

const digitWords = '零壹贰叁肆伍陆柒捌玖'
const placeWords = ['', '拾', '佰', '仟']
const groupWords = ['', '万', '亿', '万亿']

const wordOf = (digit: number): string => digitWords.charAt(digit)

/** Four digits at most; zeros within become one 零, zeros at the end none. */
const fourInWords = (group: number): string => {
  let words = ''
  let gap = false
  for (let place = 3; place >= 0; place -= 1) {
    const digit = Math.floor(group / 10 ** place) % 10
    if (digit === 0) gap = words !== ''
    else {
      words += `${gap ? '零' : ''}${wordOf(digit)}${placeWords[place] ?? ''}`
      gap = false
    }
  }
  return words
}

const groupsOf = (whole: bigint): number[] => {
  const groups: number[] = []
  for (let rest = whole; rest > 0n; rest /= 10_000n) groups.unshift(Number(rest % 10_000n))
  return groups
}

/** A zero stands between two groups where the upper one ends in 0 or the lower one begins with 0. */
const wholeInWords = (whole: bigint): string => {
  const groups = groupsOf(whole)
  let words = ''
  let before = 1
  groups.forEach((group, at) => {
    if (group !== 0) {
      const zero = words !== '' && (before % 10 === 0 || group < 1000)
      words += `${zero ? '零' : ''}${fourInWords(group)}${groupWords[groups.length - 1 - at] ?? ''}`
    }
    before = group
  })
  return words
}

const tailInWords = (tenth: number, hundredth: number, afterYuan: boolean): string => {
  if (hundredth === 0) return `${wordOf(tenth)}角`
  if (tenth === 0) return `${afterYuan ? '零' : ''}${wordOf(hundredth)}分`
  return `${wordOf(tenth)}角${wordOf(hundredth)}分`
}

/** 大写, as 支付结算办法 has it: 整 after 元, never after 角 or 分. Amounts owed are never negative. */
export const inCapitals = (fen: Fen): string => {
  const whole = fen / YUAN
  const rest = Number(fen % YUAN)
  const yuan = whole === 0n ? '' : `${wholeInWords(whole)}元`
  if (rest === 0) return `${yuan === '' ? '零元' : yuan}整`
  return `${yuan}${tailInWords(Math.floor(rest / 10), rest % 10, yuan !== '')}`
}

/** 12,000.00 元（人民币壹万贰仟元整）, as documents and approvals write it. */
export const inDocuments = (fen: Fen): string => `${inYuan(fen)} 元（人民币${inCapitals(fen)}）`
