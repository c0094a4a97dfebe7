import { signIn } from '../support/visitors'
import { openTwoLevels, SUBJECT, type TwoLevels } from './two-levels'

let here: TwoLevels
beforeAll(async () => {
  here = await openTwoLevels()
})
afterAll(() => here.site.stop())

type Row = { readonly id: string; readonly once: string; readonly issued_by: string }
const letterThat = async ({ tables }: TwoLevels['site'], state: string): Promise<Row> => {
  const [row] = await tables('oversight_letters').where({ state }).select<Row[]>('*')
  if (row === undefined) throw new Error(state)
  return row
}

const ANSWER = '已经调取了三个月的住院记录，空床住院十二次，正在核对金额，下周作出决定。'
const WHY = '只说了次数，没有说金额和责任人，请补充以后重新答复，并附上核对的表。'
const MORE = '金额核对完了，一共三万二千元，已经立案，责任人是住院部的负责人，决定书下周发。'

it('goes down, is received, chased, answered, sent back, answered again, closed by another', async () => {
  const { act, again, arrive, as, issue, pathOf, receive, site, statusOf } = here
  const { path: casePath, label } = await arrive()
  const number = /〔(\d+)〕(\d+)/.exec(label)
  const form = await as('supervisor').open('/staff/oversight/new')
  const due = String(form.$('[name=due]').val())
  expect(due).toBe('2026 12 14')
  const made = await issue({ number: `${number?.[1]} ${number?.[2]}`, urgency: 'urgent', due })
  const path = pathOf(made)
  expect(made.$('[role=status]').text()).toContain('督办函已经发给承办单位')
  expect(made.$('[data-test=facts]').text()).toContain('督办〔2026〕1 号')
  // Who reads it: above whoever leads or supervises, below whoever leads; the case itself opens to nobody above.
  const read = async () => {
    const found: Record<string, number> = {}
    for (const name of ['supervisor', 'head', 'lead', 'first', 'intake'])
      found[name] = await statusOf(name, path)
    return found
  }
  expect(await read()).toEqual({ supervisor: 200, head: 200, lead: 200, first: 404, intake: 403 })
  expect(await statusOf('supervisor', casePath)).toBe(403)
  expect(await statusOf('head', casePath)).toBe(404)
  expect((await as('lead').open('/staff')).text).toContain('上级督办，待答复')
  expect((await as('lead').open('/staff/alerts')).$('[data-test=alert]').text()).toMatch(
    /新的督办函.*督办〔2026〕1 号/s,
  )
  expect((await as('lead').open(casePath)).$('h1').text()).toContain('督办')
  expect((await as('lead').open('/staff/queue')).$('main').text()).toContain('督办')

  const ledger = await as('lead').open('/staff/ledger?cols=number&cols=supervised')
  expect(ledger.$('tbody tr').text()).toContain('督办')

  const early = await as('lead').open(`${path}?do=answer`)
  expect(early.$('[data-test=form]')).toHaveLength(0)
  await receive(path)
  expect(await read()).toMatchObject({ first: 200 })
  expect((await as('first').open('/staff/oversight')).$('[data-test=row]').text()).toContain(
    SUBJECT,
  )

  await act('head', path, 'chase', { words: '请抓紧。' })
  expect((await as('first').open('/staff/alerts')).$('[data-test=alert]').text()).toContain(
    '第 1 次催办',
  )
  const answering = await as('lead').open(`${path}?do=answer`)
  const short = await as('lead').submit(
    answering,
    { words: '在办。' },
    { form: '[data-test=form]' },
  )
  expect([short.status, short.$('#words').val()]).toEqual([422, '在办。'])
  await as('lead').submit(answering, { words: ANSWER }, { form: '[data-test=form]' })
  const twice = await again('lead').submit(
    answering,
    { words: ANSWER },
    { form: '[data-test=form]' },
  )
  expect(twice.status).toBe(200)
  expect(await site.tables('oversight_answers')).toHaveLength(1)
  expect(
    (await as('supervisor').open('/staff/oversight?list=answered')).$('main').text(),
  ).toContain(SUBJECT)

  // Not on a Sunday, not yesterday; then to a day that is worked.
  for (const [day, why] of [
    ['2026 12 6', '那天不上班'],
    ['2026 11 20', '今天以后'],
    ['2027 1 1', '那天不上班'],
  ] as const) {
    const bad = await act('supervisor', path, 'send-back', { words: WHY, due: day })
    expect([bad.status, bad.$('#errors').text().includes(why)]).toEqual([422, true])
  }
  const back = await act('supervisor', path, 'send-back', { words: WHY, due: '2026 12 18' })
  expect(back.$('[data-test=facts]').text()).toContain('2026 年 12 月 18 日')
  // Judged by what was read: a newer version in between is read first.
  await act('lead', path, 'answer', { words: MORE })
  const judging = await as('head').open(`${path}?do=close`)
  await act('lead', path, 'answer', { words: `${MORE}补一句。` })
  const stale = await as('head').submit(
    judging,
    { words: '可以了。' },
    { form: '[data-test=form]' },
  )
  expect([stale.status, stale.$('[data-test=problem] b').text()]).toEqual([409, '答复刚刚更正过'])

  // Whoever wrote it does not close it.
  expect((await as('supervisor').open(`${path}?do=close`)).$('[data-test=form]')).toHaveLength(0)
  const closed = await act('head', path, 'close', { words: '查清了，同意结办。' })
  expect(closed.$('[data-test=facts]').text()).toContain('已结办')
  expect((await as('lead').open(casePath)).$('h1').text()).not.toContain('督办')
  expect(closed.$('[data-test=said]')).toHaveLength(6)

  const sheet = await as('lead').open(`${path}/sheet`)
  expect(sheet.$('.st-sheet').text()).toMatch(
    /示范省医疗保障局.*督办〔2026〕1 号.*加急.*示范市医疗保障局/s,
  )
  const deeds = await site
    .tables('audit_entries')
    .where('deed', 'like', 'oversight.%')
    .whereNot({ deed: 'oversight.viewed' })
    .orderBy('at')
    .pluck<string[]>('deed')
  expect(deeds.map(deed => deed.replace('oversight.', ''))).toEqual([
    ...['issued', 'received', 'chased', 'answered', 'sent-back', 'answered', 'answered', 'closed'],
  ])
  for (const table of ['oversight_letters', 'oversight_answers', 'oversight_chases'])
    expect(JSON.stringify(await site.tables(table))).not.toMatch(/鹤山|住院|抓紧|查清/)
})

it('refuses: the wrong body, oneself, a body not below, a bad number, a wrong code, after closing', async () => {
  const { act, arrive, as, city, fresh, issue, pathOf, post, province, receive, site, statusOf } =
    here
  const before = await site.tables('oversight_letters').count()
  const problem = async (typed: Record<string, string>, name = 'supervisor') => {
    const page = await as(name).open('/staff/oversight/new')
    const once = String(page.$('[name=once]').val() ?? '2f0c1a52-0000-4000-8000-00000000000a')
    const usual = {
      to: city.id,
      subject: '事由',
      text: '请说明办理的情况，写清楚为什么迟迟没有办结。',
    }
    const more = { urgency: 'plain', due: '2026 12 14', number: '', otp: fresh(name), once }
    const sent = await post(
      name,
      '/staff/oversight',
      { ...usual, ...more, ...typed },
      '/staff/oversight/new',
    )
    return [sent.status, sent.$('[data-test=problem] b').text() || sent.$('#errors').text()]
  }
  expect(await problem({ to: province.id })).toEqual([
    422,
    expect.stringContaining('不能督办本单位'),
  ])
  expect(await problem({ to: province.id }, 'lead')).toEqual([409, '那个单位不是本单位的下级'])
  expect(await problem({ number: '2026 99999' })).toEqual([409, '那个单位没有这个编号的件'])
  expect(await problem({ number: '不知道' })).toEqual([
    422,
    expect.stringContaining('编号要写年份'),
  ])
  expect(await problem({ due: '2026 12 6' })).toEqual([422, expect.stringContaining('那天不上班')])
  expect(await problem({ due: '2026 11 1' })).toEqual([422, expect.stringContaining('今天以后')])
  expect((await problem({ otp: '000000' }))[0]).toBe(422)
  expect(await site.tables('oversight_letters').count()).toEqual(before)

  // Without a case: the heads alone; an answer from above, a chase from below, a chase once it is answered.
  const open = await issue({
    due: '2026 12 14',
    text: '请报送今年的清零情况和原因，按月列出，说明困难。',
  })
  const path = pathOf(open)
  const words = '这是不该由我们写的答复，写在这里应当被拒绝，什么也不改。'
  const once = '2f0c1a52-0000-4000-8000-00000000000b'
  const refusal = async (name: string, fields: Record<string, string>) => {
    const sent = await post(name, path, { once, words, ...fields })
    return [sent.status, sent.$('[data-test=problem] b').text()]
  }
  expect(await refusal('head', { action: 'answer' })).toEqual([409, '答复由承办单位的负责人写'])
  expect(await refusal('lead', { action: 'chase' })).toEqual([409, '这一步不由您办'])
  expect(await refusal('lead', { action: 'answer' })).toEqual([409, '还没有签收'])
  await receive(path)
  expect(await statusOf('first', path)).toBe(404)
  await act('lead', path, 'answer', {
    words: '今年收到四十件，办结三十八件，还有两件在等医院的材料。',
  })
  expect(await refusal('head', { action: 'chase' })).toEqual([409, '已经答复了'])
  const own = await refusal('supervisor', { action: 'close', seen: '1' })
  expect(own).toEqual([409, '结办要由另一个人'])
  await act('head', path, 'close', { words: '同意。' })
  expect(await refusal('head', { action: 'chase' })).toEqual([409, '这份督办函已经结办'])
  expect(await refusal('lead', { action: 'answer' })).toEqual([409, '这份督办函已经结办'])

  // Whoever must keep away from the case: neither row nor count, nor the letter.
  const { caseId, label } = await arrive()
  const number = /〔(\d+)〕(\d+)/.exec(label)
  const about = await issue({ number: `${number?.[1]} ${number?.[2]}`, due: '2026 12 14' })
  const head = here.who('head').actor.id
  await site.tables('case_exclusions').insert({
    ...{ case_id: caseId, staff_id: head, organisation_id: city.id, ground: 'relative' },
    ...{ set_by: here.who('lead').actor.id, set_at: site.clock.now() },
  })
  expect(await statusOf('head', pathOf(about))).toBe(404)
  expect(
    (await as('head').open('/staff/oversight?list=waiting')).$('[data-test=row]'),
  ).toHaveLength(0)
})

it('is kept by the database too', async () => {
  const { city, province, site, who } = here
  const letter = await letterThat(site, 'open')
  const fails = (work: PromiseLike<unknown>) =>
    expect(work).rejects.toThrow(/violates|a letter goes|the body/)
  const letters = site.tables('oversight_letters')
  const row = { ...letter, id: letter.once, once: letter.id, serial: 90, arrival: undefined }
  await fails(letters.clone().insert({ ...row, from_body: city.id, to_body: province.id }))
  await fails(letters.clone().insert({ ...row, to_body: province.id }))
  const one = () => letters.clone().where({ id: letter.id })
  const closing = { state: 'closed', closed_at: new Date(), sealed_close: Buffer.from('x') }
  await fails(one().update({ ...closing, closed_by: who('head').actor.id }))
  const answered = { answers: 1, received_by: who('lead').actor.id, received_at: new Date() }
  await fails(one().update({ ...closing, ...answered, closed_by: letter.issued_by }))
  await fails(one().update({ ...closing, ...answered, closed_by: who('lead').actor.id }))
  const said = { letter_id: letter.id, number: 9, once: letter.id, sealed_words: Buffer.from('x') }
  const at = new Date()
  await fails(
    site
      .tables('oversight_answers')
      .insert({ ...said, answered_by: who('head').actor.id, answered_at: at }),
  )
  await fails(
    site.tables('oversight_chases').insert({ ...said, done_by: who('lead').actor.id, done_at: at }),
  )
  const done = await letterThat(site, 'closed')
  await fails(
    site
      .tables('oversight_chases')
      .insert({ ...said, letter_id: done.id, done_by: who('head').actor.id, done_at: at }),
  )
})

it('turns red when its day has passed, by body; each step is told once', async () => {
  const { site } = here
  const letter = await letterThat(site, 'open')
  const path = `/staff/oversight/${letter.id}`
  site.clock.set('2026-12-15T03:00:00Z')
  await site.house.reminders.sweep()
  await site.house.reminders.sweep()
  const steps = () =>
    site.tables('oversight_steps').where({ oversight_id: letter.id }).orderBy('step')
  expect((await steps()).map(({ step }: { step: string }) => step)).toEqual([
    ...['due', 'near', 'principal'],
  ])
  const supervisor = await signIn(site, here.who('supervisor'))
  const board = await supervisor.open('/staff/oversight?list=overdue')
  expect(board.$('[data-test=body]').text()).toMatch(/示范市医疗保障局.*1 件.*0 次/s)
  expect(board.$('[data-test=row]').text()).toContain('超 1 日')
  expect((await supervisor.open('/staff')).text).toContain('督办下级，超期未答复')
  // A later day begins its reminders anew.
  const page = await supervisor.open(`${path}?do=prolong`)
  const late = '医院的材料还没有到，同意延后，到期以前务必答复。'
  const earlier = await supervisor.submit(
    page,
    { words: late, due: '2026 12 14' },
    { form: '[data-test=form]' },
  )
  expect(earlier.status).toBe(422)
  await supervisor.submit(page, { words: late, due: '2026 12 21' }, { form: '[data-test=form]' })
  expect(await steps()).toEqual([])
  expect(
    (await supervisor.open('/staff/oversight?list=overdue')).$('[data-test=row]'),
  ).toHaveLength(0)
})
