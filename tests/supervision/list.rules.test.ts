import { asDay } from '../../src/platform/clock'
import { listHref, nextPlace, readWish } from '../../src/supervision/list.rules'

const id = '3f0d6a8f-2c11-4d4e-9a1c-7b0d4a524d4e'
const last = { id, dueOn: asDay('2026-11-23'), actedOn: null }

describe('the address of the list', () => {
  it('is read back as it was written', () => {
    for (const acted of [false, true]) {
      const ending = acted ? { ...last, actedOn: asDay('2026-11-25') } : last
      const wish = readWish(acted ? { view: 'done' } : {})
      const next = new URL(listHref(acted, nextPlace(wish, ending)), 'http://staff').searchParams
      expect(readWish(Object.fromEntries(next))).toMatchObject({
        acted,
        after: { id, day: acted ? '2026-11-25' : '2026-11-23' },
      })
    }
  })

  it('begins at the first page when it is not understood', () => {
    for (const after of ['', 'x', `2026-13-40.${id}`, `2026-11-23.${id}'--`, ['2026'], undefined])
      expect(readWish({ after }).after).toBeUndefined()
    expect(nextPlace(readWish({}), undefined)).toBe('')
    expect(listHref(false)).toBe('/staff/supervise')
  })
})
