import fc from 'fast-check'
import { caseActions, isOpen, type Case, type CaseState } from '../../src/cases'
import {
  bulkActions,
  isForMany,
  leadsTo,
  readPick,
  skipOf,
  writePick,
  type Standing,
} from '../../src/triage/bulk-step'
import { readChosen } from '../../src/triage/bulk.schema'
import type { CaseId } from '../../src/vocabulary/ids'

const caseId = '0b2d6a1e-8f3c-4a52-9a51-6d1d2f0b7a11' as CaseId
const states: readonly CaseState[] = [
  ...(['received', 'accepted', 'checking', 'refused'] as const),
  ...(['filed', 'decided', 'closed', 'suspended', 'not-filed'] as const),
]

const found = (state: CaseState, unread: number) =>
  ({ state, unread, suspendedFrom: state === 'suspended' ? 'filed' : null }) as Case

const anyStanding: fc.Arbitrary<Standing> = fc.record({
  found: fc.option(
    fc
      .tuple(fc.constantFrom(...states), fc.nat({ max: 2 }))
      .map(([state, unread]) => found(state, unread)),
    { nil: undefined },
  ),
  mark: fc.constantFrom('none', 'a'),
  mustDeclare: fc.boolean(),
  hasKey: fc.boolean(),
  opened: fc.boolean(),
  barred: fc.boolean(),
  fault: fc.option(fc.constant('step.not-told'), { nil: undefined }),
})

it('does only what was seen, allowed, declared, opened and possible; never ends what holds something unread', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...bulkActions),
      fc.constantFrom('none', 'a'),
      anyStanding,
      (action, seen, standing) => {
        if (skipOf(action, seen, standing) !== undefined) return
        const { found: one, mark, mustDeclare, hasKey, opened, barred } = standing
        expect(one).toBeDefined()
        expect([mark, mustDeclare, hasKey]).toEqual([seen, false, true])
        const to = one === undefined ? undefined : leadsTo(one, action)
        expect(to).toBeDefined()
        const ends = to !== undefined && !isOpen(to)
        expect(ends && (one?.unread !== 0 || !opened)).toBe(false)
        expect(action === 'assign' && barred).toBe(false)
        expect(standing.fault).toBeUndefined()
      },
    ),
  )
})

it.each([
  ['gone', { found: undefined }],
  ['not-declared', { mustDeclare: true }],
  ['no-key', { hasKey: false }],
  ['moved-on', { mark: 'later' }],
  ['state', { found: found('checking', 0) }],
  ['not-yet', { fault: 'step.not-told' }],
  ['unread', { found: found('received', 1) }],
  ['unopened', { opened: false }],
])('refusing leaves out what is %s', (skip, change) => {
  const whole = {
    found: found('received', 0),
    mark: 'none',
    mustDeclare: false,
    hasKey: true,
    opened: true,
    barred: false,
  }
  expect(skipOf('refuse', 'none', whole)).toBeUndefined()
  expect(skipOf('refuse', 'none', { ...whole, ...change })).toBe(skip)
})

it('every step of the table that is one thing for many is offered, and no other', () => {
  expect([...bulkActions].sort()).toEqual(caseActions.filter(isForMany).sort())
  expect(bulkActions.map(action => isForMany(action))).not.toContain(false)
})

it('a ticked row reads back the same; what nobody wrote counts as nothing; a case counts once', () => {
  expect(readPick(writePick({ caseId, seen: 'none' }))).toEqual({ caseId, seen: 'none' })
  expect(readPick('../../x.none')).toBeUndefined()
  const twice = [`${caseId}.none`, `${caseId}.none`, 'x', `${caseId}.`]
  expect(readChosen({ pick: twice, do: 'burn', handlers: ['', 'a'] })).toMatchObject({
    pick: [{ caseId, seen: 'none' }],
    do: undefined,
    handlers: ['a'],
  })
})
