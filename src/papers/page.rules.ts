// The page of GB/T 9704: A4, margins 37/26/35/28 mm, 22 lines of 28 signs. In points, 72 to the inch.

const mm = (length: number): number => (length * 72) / 25.4

export const PAGE = { width: mm(210), height: mm(297) }
export const MARGIN = { top: mm(37), right: mm(26), bottom: mm(35), left: mm(28) }

/** 版心: what text may fill. */
export const CORE = {
  width: PAGE.width - MARGIN.left - MARGIN.right,
  height: PAGE.height - MARGIN.top - MARGIN.bottom,
}

export const LINES = 22
const SIGNS = 28
export const PITCH = CORE.height / LINES
/** 三号 is 16 pt; twenty-eight of them fill the width at a hair less. */
export const BODY = CORE.width / SIGNS
export const TITLE = 22
export const HEAD = 30
export const CELL = 12
export const FOOT = 10.5
export const MARK = 9
export const FOLIO = 14
export const SEAL_ACROSS = mm(42)
export const RED = '#c00000'
export const CHINESE_DAY = (day: string): string => {
  const [year = '', month = '', date = ''] = day.split('-')
  return `${year}年${Number(month)}月${Number(date)}日`
}

/** A page's number, as 一字线 on both sides have it. */
export const folio = (page: number): string => `— ${page} —`
