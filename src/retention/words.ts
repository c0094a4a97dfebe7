import { outcomeWords, stateWords } from '../vocabulary/case-words'
import type { Item, Run } from './run'

const outcomes: Readonly<Record<string, string>> = { ...stateWords, ...outcomeWords }

/** As what a case ended, in words; a code without words shows itself. */
export const outcomeWord = (code: string): string => outcomes[code] ?? code

export const runWords: Readonly<Record<Run['state'], string>> = {
  proposed: '等另一位批准',
  rejected: '没有批准，作废',
  approved: '正在销毁',
  done: '销毁完毕',
}

const keptWords: Readonly<Record<string, string>> = {
  gone: '没有销毁：这一件已经不在',
  held: '没有销毁：中间设了保全',
  open: '没有销毁：已经重新办理',
  clock: '没有销毁：还有期限在走',
  'not-due': '没有销毁：按现在的保存期还没有到期',
  failed: '没有销毁：试了 3 次都没有成功，请告诉系统管理员看日志',
}

export const itemWord = ({ state, why }: Item): string => {
  if (state === 'kept') return keptWords[why ?? ''] ?? '没有销毁'
  return state === 'erased' ? '已销毁' : '等待'
}
