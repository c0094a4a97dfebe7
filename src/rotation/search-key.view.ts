import { shortLabel } from '../cases'
import type { LawEntry } from '../lawbook'
import type { FormState } from '../platform/http/form'
import type { SearchKeyState } from '../search'
import { caseHref } from '../vocabulary/staff-paths'
import type { Indexed } from './rotation'
import { leftWords } from './words'

type Part = {
  readonly search: SearchKeyState | undefined
  readonly indexed?: Indexed | undefined
  readonly grounds: readonly LawEntry<'rotation-ground'>[]
  readonly form: FormState
}

const nothingYet = { done: 0, closed: 0 }

/** The search key of the body: its versions, what is left, and the next thing to do. */
export const toSearchKey = ({ search, indexed = nothingYet, grounds, form }: Part) =>
  search && {
    version: `第 ${search.newest} 版`,
    seen: search.newest,
    older: search.older.length === 0 ? '没有' : `第 ${search.older.join('、')} 版`,
    hasOlder: search.older.length > 0,
    left: leftWords(search.left),
    isLeft: search.left > 0,
    ...{ done: indexed.done, total: indexed.done + search.left, closed: indexed.closed },
    cases: search.cases.map(({ id, year, serial }) => ({
      href: caseHref(id),
      number: shortLabel(year, serial),
    })),
    mine: search.mine,
    mayFinish: search.mine && search.older.length > 0 && search.left === 0,
    grounds: grounds.map(({ code, data }, index) => ({
      id: index === 0 ? 'searchGround' : `searchGround-${index}`,
      code,
      name: data.name,
      chosen: form.values['searchGround'] === code,
    })),
  }
