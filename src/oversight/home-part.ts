import type { HomePart } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import { listHref, listsFor, type LetterList } from './letter.rules'
import type { Letters } from './letters.service'

/** Counting stops there: «100+». */
const CAP = 100

const shown = (count: number): string => (count >= CAP ? `${CAP}+` : String(count))

const words: Readonly<Partial<Record<LetterList, string>>> = {
  in: '上级督办，待答复',
  overdue: '督办下级，超期未答复',
  answered: '督办下级，已答复待审',
}

/** What the body above asks for, and what those below owe it. */
export const createLettersHomePart =
  ({ count }: Pick<Letters, 'count'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (!isAllowed(actor, 'oversight.view')) return {}
    const tiles: NonNullable<HomePart['tiles']>[number][] = []
    for (const list of listsFor(actor)) {
      const word = words[list]
      if (word === undefined) continue
      const { waiting, late } = await count(tx, actor, list, CAP)
      if (waiting === 0) continue
      const small = list === 'in' && late > 0 ? { small: `${late} 件超期` } : {}
      tiles.push({ href: listHref(list), count: shown(waiting), word, ...small })
    }
    return { tiles }
  }
