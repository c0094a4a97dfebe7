/** Words of clocks, the same on pages and on the terminal. */

const unitWords: Readonly<Record<string, string>> = {
  working: '个工作日',
  natural: '日',
  months: '个月',
  years: '年',
  hours: '小时',
}

/** 15 个工作日; nothing for what is no clock. */
export const lengthInWords = (length: number | null, unit: string | null): string =>
  length === null || unit === null ? '' : `${length} ${unitWords[unit] ?? unit}`

const sureWords: Readonly<Record<string, string>> = {
  P: '已对照原文',
  N: '依据新闻报道或者官方答复，还没有对照原文',
  S: '依据他人整理，还没有对照原文',
  M: '凭记忆写下，还没有对照原文',
  E: '依据发布通知',
  D: '本系统的约定',
}

/** How sure the source of a rule is: a screen that uses an unsure figure says so. */
export const sureInWords = (status: string): string => sureWords[status] ?? status

const whyWords: Readonly<Record<string, string>> = {
  trigger: '起算的当天，不算',
  working: '工作日',
  'make-up': '调休上班，算工作日',
  weekend: '周末，不算',
  holiday: '放假，不算',
  natural: '自然日',
  moved: '顺延到这一天',
  paused: '暂停，不算',
  hours: '按小时算',
}

type Told = {
  readonly kind: string
  readonly name?: string
  readonly hours?: number
}

/** Why a day was counted or passed over. */
export const whyInWords = ({ kind, name, hours }: Told): string => {
  const words = whyWords[kind] ?? kind
  const ran = kind === 'hours' && hours !== undefined ? `，这一天 ${hours} 小时` : ''
  return `${name === undefined ? '' : `${name}，`}${words}${ran}`
}

const weekday = new Intl.DateTimeFormat('zh-CN', { weekday: 'short', timeZone: 'UTC' })

/** 周一 */
export const weekdayInWords = (day: string): string => weekday.format(new Date(`${day}T00:00:00Z`))
