import { shortDay, type Day } from '../platform/clock'
import { stateWords } from '../vocabulary/case-words'
import { caseHref } from '../vocabulary/staff-paths'
import type { RelatedCase } from './answer'

/** 可能相关, as the page of a case prints it. */
export const toRelated = (related: readonly RelatedCase[], today: Day) =>
  related.map(({ found, number, target, alike }) => ({
    href: caseHref(found.id),
    words: `${number} ${target === '' ? '还打不开' : target}`,
    mark: alike ? '疑似重复' : '',
    about: `${shortDay(found.receivedOn, today)} 收到，${stateWords[found.state]}`,
  }))
