import { caseHref } from '../vocabulary/staff-paths'
import type { Surroundings } from './surroundings'

/** The links to the neighbours in the list, and who else is looking. */
export const toAround = ({ earlier, later, viewers }: Surroundings, back: string) => ({
  around: {
    earlier: earlier === undefined ? '' : caseHref(earlier, { back }),
    later: later === undefined ? '' : caseHref(later, { back }),
    viewing:
      viewers.length === 0
        ? ''
        : `${viewers.join('、')} 正在查看这一件。改动以前，先和同事说一声。`,
  },
})
