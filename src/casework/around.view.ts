import { caseHref } from '../vocabulary/staff-paths'
import type { Surroundings } from './surroundings'

/** 第 3 / 47, of a list that is not counted to its end 第 3 / 10,000+ */
const placeWords = (place: Surroundings['place'], of: Surroundings['of']): string => {
  if (place === undefined) return ''
  const total = of.count.toLocaleString('en-US')
  return `第 ${place.toLocaleString('en-US')} / ${total}${of.more ? '+' : ''} 件`
}

/** The links to the neighbours in the list, and who else is looking. */
export const toAround = ({ earlier, later, place, of, viewers }: Surroundings, back: string) => ({
  around: {
    place: placeWords(place, of),
    earlier: earlier === undefined ? '' : caseHref(earlier, { back }),
    later: later === undefined ? '' : caseHref(later, { back }),
    viewing:
      viewers.length === 0
        ? ''
        : `${viewers.join('、')} 正在查看这一件。改动以前，先和同事说一声。`,
  },
})
