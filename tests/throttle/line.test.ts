import { createLines } from '../../src/throttle/line'

const room = { atOnce: 2, waiting: 3 }
const settled = () => new Promise(resolve => setImmediate(resolve))

it('lets so many of one network in, keeps so many waiting, and turns the rest away', async () => {
  const { enter } = createLines()
  const entered: number[] = []
  const asked = [0, 1, 2, 3, 4].map(async number => {
    const leave = await enter('one', room)
    entered.push(number)
    return leave
  })
  expect(await enter('one', room)).toBeUndefined()
  await settled()
  expect(entered).toEqual([0, 1])

  const first = await asked[0]
  first?.()
  // Leaving twice gives one place.
  first?.()
  await settled()
  expect(entered).toEqual([0, 1, 2])
})

it('lets another network in at once, and forgets who has left', async () => {
  const { enter, size } = createLines()
  const places = [await enter('one', room), await enter('one', room), await enter('two', room)]
  expect(places.every(leave => leave !== undefined)).toBe(true)
  expect(size()).toBe(2)
  for (const leave of places) leave?.()
  expect(size()).toBe(0)
})
