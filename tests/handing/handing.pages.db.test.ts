import { storeCase } from '../support/cases'
import { importPetition, openCounties, REASON, type Counties } from './counties'
import { roundTheService } from './round-the-service'
import { handedOn, keptFrom, together } from './with-others'

let here: Counties
beforeAll(async () => {
  here = await openCounties()
})
afterAll(() => here.site.stop())

it('moves a case county -> county -> city: who can open it at each step, and what the sender keeps', async () => {
  const {
    as,
    again,
    arrive,
    bodies,
    formFor,
    post,
    receive,
    sealsAt,
    sent,
    site,
    stateOf,
    statusOf,
  } = here
  const { caseId, path } = await arrive()
  const page = await as('east').open(`${path}/hand-over`)
  expect(page.$('[data-test=suggestion]').text()).toContain('西区医疗保障局')
  const chosen = await formFor('east', path, bodies.west.id)
  const readers = chosen.$('[data-test=readers]').text()
  expect(readers).toContain('西区医疗保障局受理岗位（1 人）')
  expect(readers).toContain('本单位打不开这一件')

  const made = await sent('east', path, bodies.west.id)
  expect(made.path).toMatch(/^\/staff\/handings\//)
  // Sent and not received: the sender reads it still, the receiver its sheet, nobody else anything.
  expect(await statusOf('east', path)).toBe(200)
  expect(await statusOf('west', path)).toBe(404)
  expect(await statusOf('west', made.path)).toBe(200)
  expect(await statusOf('city', made.path)).toBe(404)
  expect(await site.tables('handings').first()).toMatchObject({
    receipt_due_on: '2026-11-30',
    state: 'sent',
  })

  const inbox = await as('west').open('/staff/handings')
  expect(inbox.$('[data-test=row]').text()).toContain('仁和医院')
  const received = await receive('west', made)
  expect(received.$('[role=status]').text()).toContain('签收')
  expect(await stateOf(caseId)).toMatchObject({
    ...{ state: 'received', organisation_id: bodies.west.id, serial: 1 },
  })
  expect(await statusOf('east', path)).toBe(404)
  expect(await statusOf('west', path)).toBe(200)
  expect(await sealsAt(caseId, 'east')).toBe(0)
  // What the sender keeps: the row, the receipt, the answer.
  const kept = await as('east').open(made.path)
  expect(kept.$('[data-test=facts]').text()).toMatch(/签收west员.*对方编号/)
  expect(kept.$('[data-test=facts]').text()).toContain('2026 年 12 月 21 日')

  // An answer from the wrong body; then from the right one, twice.
  const answering = await as('west').open(`${made.path}?do=answer`)
  const form = { form: '[data-test=form]' }
  const said = { reason: '已经受理，正在核查，结果出来以后再说。' }
  const wrong = await post('east', made.path, { action: 'answer', ...said })
  expect(wrong.$('[data-test=problem]').text()).toContain('答复由收件单位写')
  expect(wrong.status).toBe(409)
  await as('west').submit(answering, said, form)
  expect((await again('west').submit(answering, said, form)).status).toBe(200)
  expect((await as('east').open(made.path)).$('[data-test=said]').text()).toContain('正在核查')

  // And on, to the city.
  const up = await sent('west', path, bodies.city.id, 'level')
  await receive('city', up)
  expect([
    await statusOf('east', path),
    await statusOf('west', path),
    await statusOf('city', path),
  ]).toEqual([404, 404, 200])
  // Back to where it began.
  const down = await sent('city', path, bodies.east.id, 'designated')
  await receive('east', down)
  expect([await statusOf('east', path), await statusOf('city', path)]).toEqual([200, 404])
  expect(await stateOf(caseId)).toMatchObject({ organisation_id: bodies.east.id, serial: 2 })
  for (const table of ['handings', 'handing_seals'])
    expect(JSON.stringify(await site.tables(table))).not.toMatch(/仁和|要点|核查/)
})

it('is sent back with a ground: the receiver opens nothing any more, and the sender takes it up again', async () => {
  const { as, arrive, bodies, post, sealsAt, sent, site, stateOf, act } = here
  const { caseId, path } = await arrive()
  const made = await sent('east', path, bodies.west.id)
  // While it lies there it is not taken up here, and not handed over twice.
  const early = await as('east').open(`${path}/steps/reopen`)
  expect(early.text).toContain('移交还没有结果')
  const twice = await post('east', `${path}/steps/reopen`, {
    ...{ ground: 'given-back', reason: REASON, seen: 'x' },
  })
  expect(twice.status).toBe(409)
  expect(await site.tables('handings').where({ case_id: caseId })).toHaveLength(1)

  const back = await as('west').open(`${made.path}?do=send-back`)
  const short = await as('west').submit(back, { reason: '不归我们' }, { form: '[data-test=form]' })
  expect([short.status, short.$('#reason').val()]).toEqual([422, '不归我们'])
  expect(short.$('#errors').text()).toContain('请选一条理由')
  const why = '经查这家医院在东区，不在西区，退回请东区办理。'
  await act('west', made.path, 'send-back', { ground: 'not-our-place', reason: why })
  expect(await sealsAt(caseId, 'west')).toBe(0)
  expect((await as('east').open('/staff')).text).toContain('移交退回，待重新办理')
  const sheet = await as('east').open(made.path)
  expect(sheet.$('[data-test=said]').text()).toContain('这家医院在东区')
  const taken = await as('east').submit(await as('east').click(sheet, '重新办理'), {
    ...{ ground: 'given-back', reason: REASON },
  })
  expect(taken.status).toBe(200)
  expect(await stateOf(caseId)).toMatchObject({
    ...{ state: 'accepted', organisation_id: bodies.east.id },
  })
})

it('refuses, and leaves nothing half done: a desk without members, its own body, the body it is about', async () => {
  const { as, arrive, bodies, formFor, post, press, site, stateOf } = here
  const { caseId, path } = await arrive()
  const refusedBy = async (to: string, more: Record<string, string> = {}) => {
    const token = { once: '2f0c1a52-0000-4000-8000-000000000000', seen: 'none', kind: 'transfer' }
    const wish = { to, ground: 'other-region', reason: REASON, ...token, ...more }
    const answer = await post('east', `${path}/hand-over`, wish)
    return [answer.status, answer.$('[data-test=problem] b').text()]
  }
  expect(await refusedBy(bodies.empty.id)).toEqual([409, '那边还没有人能打开'])
  expect((await formFor('east', path, bodies.empty.id)).$('[data-test=send]')).toHaveLength(0)
  expect(await refusedBy(bodies.east.id)).toEqual([409, '不能交给本单位'])
  expect((await refusedBy('11111111-1111-4111-8111-111111111111'))[0]).toBe(409)
  expect((await refusedBy('nobody'))[0]).toBe(422)
  expect((await refusedBy(bodies.west.id, { ground: 'assist' }))[0]).toBe(422)
  expect(await site.tables('handings').where({ case_id: caseId })).toEqual([])
  expect(await stateOf(caseId)).toMatchObject({ state: 'received' })

  const target = { choice: 'typed', name: '西区医保局', place: '', regionCode: '330105' } as const
  const about = await storeCase(site, bodies.city.id, {
    regionCode: '330105',
    content: { target: { ...target, aboutBody: 'yes' } },
  })
  const page = await formFor('city', about.path, bodies.west.id)
  expect(page.$('[data-test=problem] b').text()).toBe('举报的就是那个单位')
  const unsure = await storeCase(site, bodies.city.id, {
    regionCode: '330105',
    content: { target: { ...target, aboutBody: 'unsure' } },
  })
  const asked = await formFor('city', unsure.path, bodies.west.id)
  const typed = { ground: 'level', reason: REASON }
  const how = { form: '[data-test=send]' }
  const unticked = await as('city').submit(asked, typed, how)
  expect(unticked.$('[data-test=problem] b').text()).toBe('还没有核实和那个单位有没有关系')
  const cleared = await as('city').submit(unticked, { ...typed, cleared: 'yes' }, how)
  expect(cleared.path).toMatch(/^\/staff\/handings\//)
  await press('city', cleared, 'take-back')
  expect((await as('city').open(cleared.path)).$('[data-test=facts]').text()).toContain('撤回')
})

it('a dispute is decided by the common body above, which opens the sheet and not the case', async () => {
  const { as, arrive, bodies, post, receive, sent, site, stateOf, statusOf, act } = here
  const { caseId, path } = await arrive()
  const made = await sent('east', path, bodies.west.id)
  const disputing = await as('west').open(`${made.path}?do=dispute`)
  expect(disputing.text).toContain('交示范市医疗保障局指定')
  const words = '两区交界，这家医院登记在东区，请上级指定由谁办理。'
  await act('west', made.path, 'dispute', { reason: words })
  expect(await site.tables('handing_disputes').first()).toMatchObject({ due_on: '2026-12-02' })
  expect(await statusOf('city', path)).toBe(404)
  expect(await statusOf('province', made.path)).toBe(404)
  expect((await as('city').open('/staff/handings?list=above')).$('[data-test=row]')).toHaveLength(1)
  // Neither side goes on meanwhile.
  expect((await post('west', made.path, { action: 'receive' })).status).toBe(409)
  expect((await post('east', made.path, { action: 'take-back' })).status).toBe(409)
  const decided = {
    decision: 'receiver',
    reason: '违法行为发生在西区，按发生地由西区办理，不再退回。',
  }
  await act('city', made.path, 'designate', decided)
  expect((await post('west', made.path, { action: 'send-back' })).status).toBe(422)
  const refused = await post('west', made.path, {
    ...{ action: 'send-back', ground: 'not-our-place', reason: REASON },
  })
  expect(refused.$('[data-test=problem] b').text()).toBe('上级已经指定由本单位办理')
  await receive('west', made)
  expect(await stateOf(caseId)).toMatchObject({ organisation_id: bodies.west.id })
})

it('of two who receive at once one does; of receiving and taking back at once, one happens', async () => {
  const { again, arrive, bodies, sent, site, stateOf } = here
  const { caseId, path } = await arrive()
  const made = await sent('east', path, bodies.west.id)
  const [west, east] = [again('west'), again('east')]
  const [there, back] = [await west.open(made.path), await east.open(made.path)]
  const by = (action: string) => ({ form: `form:has([value=${action}])` })
  const answers = await Promise.all([
    west.submit(there, {}, by('receive')),
    west.submit(there, {}, by('receive')),
    east.submit(back, {}, by('take-back')),
  ])
  const [row] = await site
    .tables('handings')
    .where({ case_id: caseId })
    .select<{ state: string }[]>('state')
  const received = row?.state === 'received'
  const taken = answers.map(({ status }) => status)
  expect(taken).toEqual(received ? [200, 200, 409] : [409, 409, 200])
  const moved = await site.tables('case_decisions').where({ case_id: caseId, action: 'take-over' })
  expect(moved).toHaveLength(received ? 1 : 0)
  expect(await stateOf(caseId)).toMatchObject({
    organisation_id: received ? bodies.west.id : bodies.east.id,
  })
})

it('asks another body for help: words only, answered within the time of the law', async () => {
  const { as, arrive, bodies, receive, site, statusOf, act } = here
  const told = '护士长让我们把没有住院的人也写成住院，每个月大约三十个人。'
  const { path } = await arrive({ content: { text: told } })
  const page = await as('east').open(`${path}/hand-over?kind=assist&to=${bodies.west.id}`)
  // Whoever is asked never opens the case: what the reporter wrote is not sent in the question either.
  const copied = `有人反映：${told.replace('没有', '没\ufe0f有')}`
  const refused = await as('east').submit(page, { reason: copied }, { form: '[data-test=send]' })
  expect([refused.status, refused.text]).toEqual([
    422,
    expect.stringContaining('照抄了举报人写的话'),
  ])
  const words = '请核对这家医院今年七月的住院登记和结算记录，谢谢。'
  const made = await as('east').submit(page, { reason: words }, { form: '[data-test=send]' })
  await receive('west', made)
  expect(await statusOf('west', path)).toBe(404)
  expect(await statusOf('east', path)).toBe(200)
  expect(
    await site.tables('handings').where({ kind: 'assist' }).first('answer_due_on'),
  ).toMatchObject({ answer_due_on: '2026-12-08' })
  await act('west', made.path, 'answer', { reason: '登记簿上没有这些人住院的记录。' })
  expect((await as('east').open(made.path)).text).toContain('登记簿上没有这些人')
})

it('holds against SQL: who decides a dispute, one handing at a time, an answer without a receipt', () =>
  expect(roundTheService(here)).resolves.toBeUndefined())

it('a petition runs both clocks from the list that it came on, and keeps them when it is handed over', async () => {
  const { site, as, bodies, sent, receive } = here
  const found = await importPetition(here)
  const running = async (): Promise<unknown> =>
    site
      .tables('deadlines')
      .where({ case_id: found?.id })
      .whereNull('done_on')
      .orderBy('rule_code')
      .pluck('rule_code')
  expect(await running()).toEqual(['CLUE_VERIFY', 'XF_REGISTER'])

  const path = `/staff/cases/${found?.id}`
  const made = await sent('east', path, bodies.west.id)
  expect(await running()).toEqual([])
  await receive('west', made)
  expect(await running()).toEqual(['CLUE_VERIFY', 'XF_REGISTER'])
  const page = await as('west').open(path)
  await as('west').submit(page, {}, { form: 'form[action$="/accept"]' })
  expect(await running()).toEqual(['CLUE_VERIFY', 'XF_CLOSE'])
})

it.each([
  ['is received and handed on in one step', handedOn],
  ['goes with what was merged into it', together],
  ['takes nothing masked along, and shows itself to nobody who keeps away', keptFrom],
])('%s', (_, happens) => expect(happens(here)).resolves.toBeUndefined())
