import { asDay } from '../../src/platform/clock'
import { giveCase, storeCase } from '../support/cases'
import { createClient } from '../support/client'
import { hire, moveIn } from '../support/people'
import { openSite } from '../support/site'
import { signIn } from '../support/visitors'

it('ends by hand where no step tells its end, on a day that can be, once', async () => {
  const site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const { own } = await moveIn(site)
  const head = await hire(site, own.id, ['principal'])
  const [first, second] = [
    await hire(site, own.id, ['handler']),
    await hire(site, own.id, ['handler']),
  ]
  const handler = await signIn(site, first)
  const { caseId, path } = await storeCase(site, own.id)
  await giveCase(site, head, caseId, [first, second])
  const at = { place: '330100', on: asDay('2026-11-20') }
  const start = (code: string) =>
    site.house.db.inTransaction(tx => site.house.deadlines.start(tx, caseId, code, at))
  await start('SEAL')
  const idOf = async (code: string) => {
    const clock = await site
      .tables('deadlines')
      .where({ case_id: caseId, rule_code: code })
      .first<{ id: string }>('id')
    return clock.id
  }
  const id = await idOf('SEAL')
  const page = `${path}/deadlines/${id}`
  const by = await handler.open(`${path}/deadlines/${await idOf('CLUE_VERIFY')}`)
  expect(by.$('form[action$="/finish"]')).toHaveLength(0)

  const form = await handler.open(page)
  const send = { form: `form[action="${page}/finish"]` }
  for (const [typed, said] of [
    ['2026 2 30', '日期要写成年、月、日'],
    ['2026 11 24', '不能晚于今天'],
    ['2026 11 19', '不能早于 2026-11-20'],
  ] as const) {
    const wrong = await handler.submit(form, { doneOn: typed }, send)
    expect([wrong.status, wrong.$('#doneOn').attr('value')]).toEqual([422, typed])
    expect(wrong.$('[role=alert]').text()).toContain(said)
  }
  const done = await handler.submit(form, { doneOn: '2026 11 22' }, send)
  expect(done.text).toContain('已经登记办完的日期')
  const again = createClient({ url: site.staffUrl })
  for (const [name, value] of handler.cookies) again.cookies.set(name, value)
  await again.submit(form, { doneOn: '2026 11 22' }, send)
  const other = await handler.submit(form, { doneOn: '2026 11 21' }, send)
  expect(other.status).toBe(409)
  const kept = await site.tables('deadlines').where({ id }).first<{ done_on: string }>()
  expect(kept.done_on).toBe('2026-11-22')
  const noted = await site.tables('audit_entries').where({ deed: 'deadline.finished', subject: id })
  expect(noted).toHaveLength(1)
  await site.stop()
})
