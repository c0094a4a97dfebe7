import { riskWords, strictWord, supervisedWord, withdrawnWord } from '../vocabulary/case-words'
import type { QueueRow } from './queue'

const screenWord = '待甄别'

type Mark = { readonly kind: 'msg' | 'in' | 'warn' | 'wait' | 'view'; readonly words: string }

/** What stands beside the name of a case in the list. */
export const marksOf = ({ found, title, viewers }: QueueRow): Mark[] => {
  const marks: [boolean, Mark][] = [
    [found.unread > 0, { kind: 'msg', words: `新留言 ${found.unread}` }],
    [viewers.length > 0, { kind: 'view', words: `${viewers.join('、')} 正在查看` }],
    [found.awaitsReporter, { kind: 'wait', words: '等举报人' }],
    [found.risk === 'high', { kind: 'warn', words: riskWords.high }],
    [found.supervised, { kind: 'warn', words: supervisedWord }],
    [title?.strict === true, { kind: 'in', words: strictWord }],
    [title?.withdrawn === true, { kind: 'warn', words: withdrawnWord }],
    // Until somebody has decided on it: then it has been looked at.
    [found.suspect && found.state === 'received', { kind: 'warn', words: screenWord }],
  ]
  return marks.filter(([applies]) => applies).map(([, mark]) => mark)
}
