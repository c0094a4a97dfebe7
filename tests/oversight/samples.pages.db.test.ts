import { verifySample } from '../../src/oversight/sample-record'
import { closedCase, openTwoLevels, type TwoLevels } from './two-levels'

let here: TwoLevels
beforeAll(async () => {
  here = await openTwoLevels()
  for (const outcome of ['refused', 'refused', 'refused', 'merged']) await closedCase(here, outcome)
})
afterAll(() => here.site.stop())

const wish = { from: '2026 1 1', until: '2026 11 22', wanted: '2', due: '2026 12 14', kind: 'all' }
const prepare = async (typed: Record<string, string> = {}, name = 'supervisor') =>
  here
    .as(name)
    .submit(
      await here.as(name).open('/staff/oversight/samples'),
      { ...wish, ...typed },
      { form: '[data-test=new]' },
    )
const lettersOf = (sample: string) =>
  here.site
    .tables('oversight_letters')
    .where({ sample_id: sample })
    .orderBy('arrival')
    .select<{ id: string; case_id: string; state: string }[]>('id', 'case_id', 'state')
const sealsAbove = async (caseId: string): Promise<number> => {
  const { site, province } = here
  const desks = site.tables('desks').where({ organisation_id: province.id }).select('id')
  const seals = site.tables('case_seals').where({ case_id: caseId })
  const rows: unknown[] = await seals.whereIn('recipient_id', desks)
  return rows.length
}

it('is prepared, drawn with the word of a second person, and can be recomputed', async () => {
  const { as, post, site } = here
  // Sample of zero, more than there is, days the wrong way round: nothing is fixed.
  for (const [typed, status, words] of [
    [{ wanted: '0' }, 422, '抽 1 件到 100 件'],
    [{ wanted: '3' }, 409, '不够抽'],
    [{ kind: 'with' }, 409, '不够抽'],
    [{ until: '2025 1 1' }, 422, '开始的日子以后'],
    [{ due: '2026 12 13' }, 422, '不上班'],
  ] as const) {
    const bad = await prepare(typed)
    expect([bad.status, bad.$('main').text().includes(words)]).toEqual([status, true])
  }
  expect(await site.tables('oversight_samples')).toHaveLength(0)

  const made = await prepare()
  expect(made.$('[data-test=facts]').text()).toContain('3 件里抽 2 件')
  // Whoever chose the pool has no form for the word, and is refused without it.
  expect(made.$('[data-test=draw]')).toHaveLength(0)
  const own = await post('supervisor', `${made.path}/draw`, { word: 'abcd' }, made.path)
  expect([own.status, own.$('[data-test=problem] b').text()]).toEqual([
    ...[409, '随机词要由另一个人写'],
  ])
  const page = await as('other').open(made.path)
  const bad = await as('other').submit(page, { word: '三' }, { form: '[data-test=draw]' })
  expect(bad.status).toBe(422)
  const drawn = await as('other').submit(page, { word: 'Hailstone7' }, { form: '[data-test=draw]' })
  expect(drawn.$('[data-test=drawn]')).toHaveLength(2)
  const twice = await post('other', `${made.path}/draw`, { word: 'Hailstone7' }, made.path)
  expect(twice.status).toBe(200)
  expect(await site.tables('oversight_letters').whereNotNull('sample_id')).toHaveLength(2)

  const record = (await as('supervisor').open(`${made.path}/record`)).text
  const [row] = await site.tables('oversight_samples').select<{ pool: Buffer }[]>('pool')
  expect(verifySample(record, row?.pool)).toMatchObject({ ok: true })
  const other = JSON.parse(record) as { commitment: string; result: object[] }
  expect(verifySample(JSON.stringify({ ...other, seed: other.commitment })).ok).toBe(false)
  expect(
    verifySample(record, Buffer.concat([row?.pool ?? Buffer.alloc(0), Buffer.alloc(16)])).ok,
  ).toBe(false)
  expect(JSON.parse(record)).toMatchObject({ inputs: { poolSize: 3, wanted: 2 } })
  for (const change of [
    { word: 'x123' },
    { wanted: 1 },
    { drawn_by: here.who('supervisor').actor.id },
  ])
    await expect(site.tables('oversight_samples').update(change)).rejects.toThrow(/stays|violates/)
})

it('is handed over, looked at, judged; then nobody above opens it any more', async () => {
  const { act, as, post, receive, site, statusOf } = here
  const [sample] = await site.tables('oversight_samples').select<{ id: string }[]>('id')
  const [first, second] = await lettersOf(sample?.id ?? '')
  if (first === undefined || second === undefined) throw new Error('two letters')
  const path = `/staff/oversight/${first.id}`
  const problemOf = async (name: string, fields: Record<string, string>) => {
    const sent = await post(name, path, fields)
    return [sent.status, sent.$('[data-test=problem] b').text()]
  }
  const finding = '事实清楚，证据够，程序没有问题，定性和处理都合适。'
  expect(await statusOf('supervisor', `${path}/file`)).toBe(404)
  expect(await problemOf('lead', { action: 'hand' })).toEqual([409, '还没有签收'])
  await receive(path)
  const handing = await as('lead').open(`${path}?do=hand`)
  expect(handing.$('[data-test=readers]').text()).toContain('示范省医疗保障局督办岗位（2 人）')
  expect(await sealsAbove(first.case_id)).toBe(0)
  await as('lead').submit(handing, {}, { form: '[data-test=form]' })
  expect(await sealsAbove(first.case_id)).toBe(1)
  expect(await statusOf('supervisor', `/staff/cases/${first.case_id}`)).toBe(403)

  const file = await as('supervisor').open(`${path}/file`)
  expect(file.$('h1').text()).toContain('仁和医院')
  // The report as it was written is not on it.
  expect(file.text).not.toContain('夜里病区基本没人')
  expect(await statusOf('lead', `${path}/file`)).toBe(403)
  expect(await statusOf('head', `${path}/file`)).toBe(403)
  // Whoever drew it does not judge it.
  expect(
    await problemOf('other', { action: 'judge', verdict: 'in-order', words: finding }),
  ).toEqual([409, '结办要由另一个人'])
  const none = await act('supervisor', path, 'judge', { words: finding })
  expect([none.status, none.$('#errors').text()]).toEqual([
    422,
    expect.stringContaining('请选复核的结果'),
  ])
  const done = await act('supervisor', path, 'judge', { words: finding, verdict: 'in-order' })
  expect(done.$('[data-test=facts]').text()).toMatch(/复核结果没有问题/)
  expect(await sealsAbove(first.case_id)).toBe(0)
  expect(await statusOf('supervisor', `${path}/file`)).toBe(404)
  expect((await as('lead').open(path)).$('[data-test=said]').text()).toContain('证据够')

  // The other one comes back: the order stays with the body below until it has answered.
  const back = `/staff/oversight/${second.id}`
  await receive(back)
  await as('lead').submit(
    await as('lead').open(`${back}?do=hand`),
    {},
    { form: '[data-test=form]' },
  )
  const again = '证据不够：没有调取护理记录，请重新办理，补充以后再作结论。'
  const noDay = await act('supervisor', back, 'judge', { words: again, verdict: 'returned' })
  expect(noDay.status).toBe(422)
  await act('supervisor', back, 'judge', { words: again, verdict: 'returned', due: '2026 12 28' })
  expect(await sealsAbove(second.case_id)).toBe(0)
  const order = await as('lead').open(back)
  expect(order.$('[data-test=facts]').text()).toContain('退回重新办理')
  expect((await as('lead').open(`/staff/cases/${second.case_id}`)).$('h1').text()).toContain('督办')
  await act('lead', back, 'answer', {
    words: '已经重新办理，正在调取护理记录，办完再报结果给上级。',
  })
  await act('head', back, 'close', { words: '同意。' })
  expect((await lettersOf(sample?.id ?? '')).map(({ state }) => state)).toEqual([
    'closed',
    'closed',
  ])
  const deeds = await site
    .tables('audit_entries')
    .where('deed', 'like', 'sample.%')
    .orderBy('at')
    .pluck<string[]>('deed')
  expect(deeds.map(deed => deed.replace('sample.', ''))).toEqual([
    ...['committed', 'drawn', 'handed', 'case-read', 'judged', 'handed', 'judged'],
  ])
  expect(JSON.stringify(await site.tables('oversight_letters'))).not.toMatch(/证据|护理/)
})

it('shows neither row nor count of what somebody must keep away from', async () => {
  const { as, city, site, statusOf, who } = here
  const [sample] = await site.tables('oversight_samples').select<{ id: string }[]>('id')
  const [first] = await lettersOf(sample?.id ?? '')
  await site.tables('case_exclusions').insert({
    ...{ case_id: first?.case_id, staff_id: who('supervisor').actor.id },
    ...{ organisation_id: city.id, ground: 'relative' },
    ...{ set_by: who('lead').actor.id, set_at: site.clock.now() },
  })
  const page = await as('supervisor').open(`/staff/oversight/samples/${sample?.id}`)
  expect(page.$('[data-test=drawn]')).toHaveLength(1)
  expect(await statusOf('supervisor', `/staff/oversight/${first?.id}`)).toBe(404)
})
