import {
  commonAbove,
  faultOf,
  handingActions,
  isWithinBody,
  possible,
  type HandingAction,
  type HandingState,
} from '../../src/handing/handing.rules'
import type { OrganisationId } from '../../src/vocabulary/ids'

const states = ['sent', 'disputed', 'received', 'sent-back', 'taken-back'] as const
const sides = ['sender', 'receiver', 'above'] as const

/** What can be done, by state and side; nothing else. Written down apart from the table. */
const expected: Partial<Record<`${HandingState} ${(typeof sides)[number]}`, HandingAction[]>> = {
  'sent sender': ['take-back'],
  'sent receiver': ['receive', 'send-back', 'forward', 'dispute'],
  'disputed above': ['designate'],
  'received receiver': ['answer'],
}

const standing = { kind: 'transfer', designated: false, answeredAt: null } as const

describe('what can be done with a handing', () => {
  it.each(states.flatMap(state => sides.map(side => [state, side] as const)))(
    '%s, by the %s',
    (state, side) => {
      expect(possible({ ...standing, state }, side)).toEqual(expected[`${state} ${side}`] ?? [])
    },
  )

  it('names why not: the wrong body, a second answer, what moved on, what was designated', () => {
    const fault = (action: HandingAction, side: (typeof sides)[number], more: object = {}) =>
      faultOf(action, { ...standing, state: 'sent', ...more }, side)
    expect(fault('answer', 'sender', { state: 'received' })).toBe('handing.answer-elsewhere')
    expect(fault('receive', 'sender')).toBe('handing.not-yours')
    expect(fault('answer', 'receiver')).toBe('handing.moved-on')
    expect(fault('answer', 'receiver', { state: 'received', answeredAt: new Date() })).toBe(
      'handing.answered',
    )
    for (const action of ['send-back', 'dispute', 'forward'] as const)
      expect(fault(action, 'receiver', { designated: true })).toBe('handing.designated')
    expect(fault('receive', 'receiver', { designated: true })).toBeUndefined()
    expect(
      handingActions.filter(one => fault(one, 'receiver', { kind: 'assist' }) === undefined),
    ).toEqual(['receive', 'send-back'])
  })
})

const id = (name: string) => name as OrganisationId
const tree = [
  { id: id('nation'), parentId: null },
  { id: id('province'), parentId: id('nation') },
  { id: id('city'), parentId: id('province') },
  { id: id('east'), parentId: id('city') },
  { id: id('west'), parentId: id('city') },
  { id: id('far'), parentId: id('province') },
  { id: id('alone'), parentId: null },
]

it.each([
  ['east', 'west', 'city'],
  ['east', 'far', 'province'],
  ['east', 'city', undefined],
  ['city', 'east', undefined],
  ['east', 'alone', undefined],
])('the common body above %s and %s is %s', (one, other, common) => {
  expect(commonAbove(tree, id(one), id(other))?.id).toBe(common)
})

it('knows what stands below a body, and is no loop on a tree that is one', () => {
  expect(isWithinBody(tree, id('east'), id('province'))).toBe(true)
  expect(isWithinBody(tree, id('far'), id('city'))).toBe(false)
  const loop = [
    { id: id('a'), parentId: id('b') },
    { id: id('b'), parentId: id('a') },
  ]
  expect(isWithinBody(loop, id('a'), id('c'))).toBe(false)
})
