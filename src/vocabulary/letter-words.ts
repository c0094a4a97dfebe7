import type { LetterId } from './ids'

/** 督办〔2026〕3 号 */
export const letterLabel = (year: number, serial: number): string => `督办〔${year}〕${serial} 号`

export const letterHref = (id: LetterId): string => `/staff/oversight/${id}`

const happenings: Readonly<Record<string, (number: number) => string>> = {
  issued: () => '新的督办函',
  chased: number => `第 ${number} 次催办`,
  prolonged: () => '答复的日子延后了',
  'sent-back': () => '答复退回，要重新答复',
  answered: number => (number === 1 ? '下级已答复' : `下级更正了答复（第 ${number} 版）`),
  closed: () => '督办结办',
  handed: () => '下级交来案卷，待复核',
  judged: () => '上级复核完了',
}

/** What happened to a letter, in a person's notices; undefined for the steps of a clock. */
export const happeningWords = (step: string): string | undefined => {
  const [, name = '', number] = /^([a-z-]+)-(\d+)$/.exec(step) ?? []
  return happenings[name]?.(Number(number))
}
