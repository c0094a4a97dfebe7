import type { Holder } from '../../src/desks'
import { createClaimWords } from '../../src/payouts/claim-word.service'
import { openAwardScene, word, type AwardScene } from '../awards/scene'
import { hire } from '../support/people'
import { sendReport } from '../support/reporting'
import { reporterBrowser } from '../support/visitors'
import { reporterOf } from './scene'

let scene: AwardScene
let reporter: Holder

beforeAll(async () => {
  scene = await openAwardScene()
  await hire(scene.site, scene.staff.own.id, ['identity'], '宋保管')
  const { code } = await sendReport(reporterBrowser(scene.site), { identity: 'anon-claim' })
  reporter = await reporterOf(scene, code)
})
afterAll(() => scene.site.stop())

const words = () => scene.site.house.payouts.words
const ask = async (typed: string) => (await words().check(reporter, typed)).kind
const rows = () => scene.site.tables('claim_tries').select<object[]>()

it('is right however it is spaced, and a right one forgets the wrong ones', async () => {
  expect(await scene.inTx(tx => words().hasWord(tx, reporter))).toBe(true)
  for (let tried = 0; tried < 4; tried += 1) expect(await ask('记错了')).toBe('wrong')
  expect(await ask(` ${word.slice(0, 3)} ${word.slice(3)}`)).toBe('right')
  expect(await rows()).toEqual([])
})

it('after five wrong ones waits half an hour, however many come at once', async () => {
  const many = await Promise.all(Array.from({ length: 20 }, () => ask('记错了')))
  expect(many.filter(one => one === 'wrong')).toHaveLength(5)
  expect(many.filter(one => one === 'waits')).toHaveLength(15)
  expect(await ask(word)).toBe('waits')
  // Another node, and one that was started again: nothing of it is in memory.
  expect(await createClaimWords(scene.site.house).check(reporter, word)).toEqual({
    ...{ kind: 'waits', seconds: 1800 },
  })
  // Past the full hour too, with which the salt of the throttle goes.
  scene.site.clock.pass(29)
  await scene.site.house.counters.rotate()
  await scene.inTx(tx => words().sweep(tx))
  expect(await ask(word)).toBe('waits')
  scene.site.clock.pass(1)
  expect(await ask(word)).toBe('right')
})

it('keeps neither the report nor a time in clear, and nothing after the wait', async () => {
  expect(await ask('记错了')).toBe('wrong')
  const [row] = await rows()
  expect(Object.entries(row ?? {}).map(([name, value]) => [name, Buffer.isBuffer(value)])).toEqual([
    ['key', true],
    ['sealed', true],
  ])
  scene.site.clock.pass(31)
  await scene.inTx(tx => words().sweep(tx))
  expect(await rows()).toEqual([])
})

it('asks none of a report that has none', async () => {
  const { code } = await sendReport(reporterBrowser(scene.site), { identity: 'named' })
  const named = await reporterOf(scene, code)
  expect(await scene.inTx(tx => words().hasWord(tx, named))).toBe(false)
  expect(await words().check(named, '')).toEqual({ kind: 'right' })
})
