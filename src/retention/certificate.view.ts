import { momentInWords } from '../accounts'
import { caseLabel } from '../cases'
import { dayInWords } from '../platform/clock'
import type { StaffId } from '../vocabulary/ids'
import type { Item, Run } from './run'
import { itemWord, outcomeWord } from './words'

type Page = {
  readonly run: Run
  readonly items: readonly Item[]
  readonly names: ReadonlyMap<StaffId, string>
}

const isErased = ({ state }: Item): boolean => state === 'erased'

const moment = (at: Date | null): string => (at === null ? '' : momentInWords(at))

/** What was destroyed, when and by whom: numbers only, to be printed and filed. */
export const toCertificate = ({ run, items, names }: Page) => ({
  title: '销毁证明',
  back: `/staff/admin/retention/${run.id}`,
  rows: [
    { head: '清单', words: run.id },
    { head: '提出', words: `${names.get(run.proposedBy) ?? ''}，${moment(run.proposedAt)}` },
    {
      head: '批准',
      words: `${run.decidedBy === null ? '' : (names.get(run.decidedBy) ?? '')}，${moment(run.decidedAt)}`,
    },
    { head: '执行完毕', words: moment(run.doneAt) },
    { head: '原因', words: '保存期满' },
    { head: '销毁件数', words: `${items.filter(isErased).length} 件` },
    { head: '校验值', words: run.certificateHash?.toString('hex') ?? '' },
  ],
  erased: items.filter(isErased).map(({ year, serial, outcome, closedOn }) => ({
    number: caseLabel(year, serial),
    outcome: outcomeWord(outcome),
    closedOn: dayInWords(closedOn),
  })),
  kept: items
    .filter(item => !isErased(item))
    .map(item => ({ number: caseLabel(item.year, item.serial), why: itemWord(item) })),
})
