import type { Visitor } from '../accounts'
import type { Organisations } from '../organisations'
import type { Paper } from '../papers'
import { asDay, dayInWords, dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { LedgerLine } from './ledger'
import type { ClueLedger } from './ledger.service'
import type { LedgerWish } from './wish.rules'

type Deps = {
  readonly clueLedger: ClueLedger
  readonly organisations: Pick<Organisations, 'get'>
  readonly clock: Clock
}

const stillOpen = '还没有填写'

const rowOf = ({ number, cause, handlers, reason, person, until }: LedgerLine): string[] => [
  ...[number, cause, handlers.join('、') === '' ? '还没有分派' : handlers.join('、')],
  ...[reason === '' ? stillOpen : reason, person === '' ? stillOpen : person],
  until === '' ? stillOpen : until,
]

/** 清零报告: found and cleared in the period, and each item that is not cleared with its reason, person and new date. */
export const drawUpReport =
  ({ clueLedger, organisations, clock }: Deps) =>
  async (tx: Tx, visitor: Visitor, wish: LedgerWish): Promise<Paper> => {
    const { actor } = visitor
    const { name } = await organisations.get(tx, actor.organisationId)
    const { items } = await clueLedger.limits(tx)
    const { found, closed, overdue } = await clueLedger.allTotals(tx, actor, wish)
    const open = await clueLedger.lines(
      tx,
      visitor,
      { ...wish, standing: 'open' },
      { limit: items },
    )
    const left = found - closed
    const period = `${dayInWords(asDay(wish.from))}至${dayInWords(asDay(wish.until))}`
    return {
      title: '医保基金线索清零报告',
      blocks: [
        {
          kind: 'paragraph',
          text: `${period}，${name}共发现线索 ${found} 件，已销号 ${closed} 件，未销号 ${left} 件，其中超过办理期限 ${overdue} 件。`,
        },
        ...(left === 0
          ? ([{ kind: 'paragraph', text: '本期线索已经全部销号。' }] as const)
          : ([
              { kind: 'heading', text: '未销号线索' },
              {
                kind: 'table',
                header: ['线索编号', '事由', '责任人', '未销号原因', '整改责任人', '新的期限'],
                rows: open.map(rowOf),
                shares: [2, 3, 2, 4, 2, 2],
              },
              ...(left > open.length
                ? ([
                    {
                      kind: 'paragraph',
                      text: `另有 ${left - open.length} 件没有列出，见线索台账。`,
                    },
                  ] as const)
                : []),
            ] as const)),
      ],
      closing: { body: name, day: dayOf(clock()), seal: false },
      mark: `${actor.displayName} ${dayOf(clock())}`,
    }
  }
