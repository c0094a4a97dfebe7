import { REASON, type Counties } from './counties'

/** Received and handed on at once: the first sender reads so, and nobody on the way keeps a key. */
export const handedOn = async (here: Counties): Promise<void> => {
  const { act, arrive, as, bodies, receive, sealsAt, sent, site, stateOf } = here
  const { caseId } = await arrive()
  const made = await sent('east', `/staff/cases/${caseId}`, bodies.west.id)
  const typed = { to: bodies.city.id, ground: 'level', reason: REASON }
  const on = await act('west', made.path, 'forward', typed)
  expect(on.$('[data-test=said]').text()).toContain('签收以后转给示范市医疗保障局办理')
  expect(await stateOf(caseId)).toMatchObject({
    ...{ state: 'handed-over', organisation_id: bodies.west.id },
  })
  const [next] = await site
    .tables('handings')
    .where({ case_id: caseId, to_body: bodies.city.id })
    .select<{ id: string }[]>('id')
  await receive('city', await as('city').open(`/staff/handings/${next?.id}`))
  expect([await sealsAt(caseId, 'east'), await sealsAt(caseId, 'west')]).toEqual([0, 0])
  expect(await stateOf(caseId)).toMatchObject({ organisation_id: bodies.city.id })
  expect((await as('east').open(made.path)).text).toContain('请等那边的结果')
}

/** What was merged into a case goes along, and its key too. */
export const together = async (here: Counties): Promise<void> => {
  const { arrive, bodies, people, receive, sealsAt, sent, site, stateOf } = here
  const lead = await arrive()
  const follower = await arrive()
  const clerk = people.get('east')
  if (clerk === undefined) throw new Error('east')
  const { db, proceedings } = site.house
  const who = { actor: clerk.actor, keys: clerk.keys, caseId: follower.caseId }
  const wish = { action: 'merge', other: lead.caseId, reason: REASON } as const
  await db.inTransaction(tx => proceedings.take(tx, who, wish))
  await receive('west', await sent('east', lead.path, bodies.west.id))
  for (const { caseId } of [lead, follower]) {
    expect(await stateOf(caseId)).toMatchObject({ organisation_id: bodies.west.id })
    expect(await sealsAt(caseId, 'east')).toBe(0)
    expect(await sealsAt(caseId, 'west')).toBe(1)
  }
}

/** Nothing that is masked goes along; who must keep away sees neither the sheet nor the line. */
export const keptFrom = async (here: Counties): Promise<void> => {
  const { arrive, as, bodies, formFor, people, sent, site, statusOf } = here
  const { caseId, path } = await arrive({ content: { text: '打我电话 13912345678，三楼没有人。' } })
  const masked = await as('east').submit(
    await formFor('east', path, bodies.west.id),
    { ground: 'other-region', reason: `${REASON}举报人电话 13912345678。` },
    { form: '[data-test=send]' },
  )
  expect([masked.status, masked.$('#reason-error').text()]).toEqual([
    422,
    expect.stringContaining('这里写了遮挡的内容'),
  ])
  expect(await site.tables('handings').where({ case_id: caseId })).toEqual([])
  const made = await sent('east', path, bodies.west.id)
  const lines = async () =>
    (await as('west').open('/staff/handings')).$(`a[href="${made.path}"]`).length
  expect([await statusOf('west', made.path), await lines()]).toEqual([200, 1])
  await site.tables('case_exclusions').insert({
    ...{ case_id: caseId, staff_id: people.get('west')?.actor.id, ground: 'relative' },
    ...{ organisation_id: bodies.west.id, set_by: people.get('west')?.actor.id },
    set_at: new Date(),
  })
  expect([await statusOf('west', made.path), await lines()]).toEqual([404, 0])
}
