import type { CaseId } from '../../src/vocabulary/ids'
import { reporterWrites, standsIn } from '../support/cases'
import { errorsOf } from '../support/following'
import { again, main, type Scene } from './scene'

/** Given to the other handler later, with the reason; of two who change it at once the second one sees it. */
export const changeMeasure = async (scene: Scene, caseId: CaseId): Promise<void> => {
  const at = `/staff/cases/${caseId}/measures`
  const [worker, other] = [
    await scene.enter(scene.handlers[0]),
    await scene.enter(scene.handlers[1]),
  ]
  const list = await worker.open(at)
  const path = list.$('[data-test=measure] th a').first().attr('href') ?? ''
  const change = { form: 'main form:has(#why)', button: '改好' }
  const page = await worker.open(path)
  const stale = await other.open(path)
  const none = await worker.submit(page, { why: '短' }, change)
  expect([none.status, errorsOf(none)[0]]).toEqual([422, '人和日期都和原来一样，没有要改的'])
  expect(none.$('#why').text().trim()).toBe('短')
  const past = await worker.submit(page, { until: '2026 11 1', why: '短' }, change)
  expect(errorsOf(past)[0]).toBe('到期的日期已经过了')
  await reporterWrites(scene.site, scene.clerk, caseId, '我的电话 13987654321，白天别打。')
  const naming = { until: '2026 11 25', why: '改到周三，先打 13987654321 问清楚凭据在哪里再办' }
  const telling = await worker.submit(page, naming, change)
  expect([telling.status, errorsOf(telling).join()]).toEqual([
    422,
    expect.stringContaining('这里写了遮挡的内容：13987654321'),
  ])
  const given = {
    to: scene.handlers[0].actor.id,
    until: '2026 11 25',
    why: '原来负责的人出差，改由另一位承办，先通知到位',
  }
  await worker.submit(page, given, change)
  expect((await again(scene, worker).submit(page, given, change)).path).toBe(at)
  const late = await other.submit(
    stale,
    { until: '2026 12 30', why: '也想改一改这个日期，因为有关的凭据还没有送到' },
    change,
  )
  expect([late.status, errorsOf(late)]).toEqual([409, []])
  expect(main(late)).toContain('这一项刚刚有人改过')
  expect(late.$('#why').text().trim()).toBe('也想改一改这个日期，因为有关的凭据还没有送到')
  expect(main(late)).toContain('由李敏改为周启明负责，期限由 11-24 改为 11-25')
  await other.submit(late, { to: scene.handlers[1].actor.id, until: '2026 11 24' }, change)
  const kept = await scene.site
    .tables('measure_changes')
    .where({ case_id: caseId })
    .select<object[]>()
  expect(kept).toHaveLength(2)
  expect(standsIn(kept, '出差')).toBe(false)
}
