import { possibleAmendments } from '../../src/amendments'
import { amended, amendments, standingOf, withdrawals } from '../../src/amendments/amendment.rules'

const anon = { identity: 'anon', contactOk: '' } as const
const claiming = { identity: 'anon-claim', contactOk: 'no' } as const
const named = { identity: 'named', contactOk: 'yes' } as const

describe('how a report stands', () => {
  it('at first, as it was told', () => {
    expect(standingOf(anon, [])).toEqual({
      ...{ identity: 'anon', reward: 'none', contact: 'allowed', withdrawn: false },
    })
    expect(standingOf(claiming, [])).toEqual({
      ...{ identity: 'anon-claim', reward: 'wished', contact: 'declined', withdrawn: false },
    })
    expect(standingOf(named, [])).toMatchObject({ identity: 'named', reward: 'wished' })
  })

  it('every withdrawal can be taken back, and then all is as before', () => {
    for (const told of [anon, claiming, named]) {
      const before = standingOf(told, [])
      for (const kind of withdrawals.filter(one => one.endsWith('-withdrawn'))) {
        const after = amended(before, kind)
        if (after === undefined) continue
        expect(amended(after, kind)).toBeUndefined()
        const back = kind.replace('-withdrawn', '-restored') as typeof kind
        expect(amended(after, back)).toEqual(before)
      }
    }
  })

  it('a name is given once; it brings the reward, unless that was given up', () => {
    expect(standingOf(anon, ['named'])).toMatchObject({ identity: 'named', reward: 'wished' })
    expect(amended(standingOf(anon, ['named']), 'named')).toBeUndefined()
    expect(standingOf(claiming, ['reward-withdrawn', 'named'])).toMatchObject({
      ...{ identity: 'named', reward: 'withdrawn' },
    })
  })

  it('offers what would change something, and nothing else', () => {
    expect(possibleAmendments(standingOf(anon, []))).toEqual([
      ...['named', 'contact-withdrawn', 'report-withdrawn'],
    ])
    for (const told of [anon, claiming, named])
      for (const kind of amendments)
        expect(possibleAmendments(standingOf(told, [])).includes(kind)).toBe(
          amended(standingOf(told, []), kind) !== undefined,
        )
  })
})
