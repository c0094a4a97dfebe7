import { askFor, enter, openThree, reportAndGive, type Three } from './desk-of-three'

// What the tables refuse to whoever writes to them without the service.
let three: Three
let id = ''

beforeAll(async () => {
  three = await openThree()
  const handler = await enter(three.site, three.handler)
  const { caseId } = await reportAndGive(three)
  id = (await askFor(handler, caseId)).path.split('/').pop() ?? ''
})
afterAll(() => three.site.stop())

const at = '2026-11-23T03:00:00Z'
const idOf = (who: 'handler' | 'principal' | 'custodian' | 'clerk' | 'second') =>
  three[who].actor.id

/** The name of the rule that refused; undefined when nothing did. Everything is taken back. */
const refusedBy = async (
  ...changes: readonly Readonly<Record<string, unknown>>[]
): Promise<string | undefined> => {
  const taken = new Error('taken back')
  try {
    await three.site.tables.transaction(async trx => {
      for (const change of changes) await trx('identity_requests').where({ id }).update(change)
      throw taken
    })
    return undefined
  } catch (error) {
    return error === taken ? undefined : (error as { constraint?: string }).constraint
  }
}

const approve = (who: Parameters<typeof idOf>[0]) => ({
  state: 'approved',
  approver_id: idOf(who),
  approved_at: at,
})
const answer = (who: Parameters<typeof idOf>[0]) => ({
  state: 'answered',
  answerer_id: idOf(who),
  answered_at: at,
})

it('goes its way with three people', async () => {
  expect(await refusedBy(approve('principal'), answer('custodian'))).toBeUndefined()
})

it('needs three people, a principal and a custodian', async () => {
  expect(await refusedBy(approve('handler'))).toBe('identity_requests_approved_by_principal')
  expect(await refusedBy(approve('clerk'))).toBe('identity_requests_approved_by_principal')
  expect(await refusedBy(approve('principal'), answer('principal'))).toBe(
    'identity_requests_answered_by_custodian',
  )
  expect(await refusedBy(approve('principal'), answer('second'))).toBe(
    'identity_requests_answered_by_custodian',
  )

  // With every duty in the world it is still the same person.
  const { tables } = three.site
  await tables('staff_duties')
    .where({ staff_id: idOf('handler') })
    .delete()
  await tables('staff_duties').insert({ staff_id: idOf('handler'), duty: 'principal' })
  expect(await refusedBy(approve('handler'))).toBe('identity_requests_three_people')
  await tables('staff_duties')
    .where({ staff_id: idOf('handler') })
    .delete()
  await tables('staff_duties').insert({ staff_id: idOf('handler'), duty: 'identity' })
  expect(await refusedBy(approve('principal'), answer('handler'))).toBe(
    'identity_requests_three_people',
  )
  await tables('staff_duties')
    .where({ staff_id: idOf('handler') })
    .delete()
  await tables('staff_duties').insert({ staff_id: idOf('handler'), duty: 'handler' })
})

it('goes one way, and is answered once', async () => {
  const done = [approve('principal'), answer('custodian')] as const
  expect(await refusedBy(answer('custodian'))).toBeDefined()
  expect(await refusedBy(...done, { answered_at: '2026-11-23T04:00:00Z' })).toBe(
    'identity_requests_answered_once',
  )
  expect(await refusedBy(...done, approve('principal'))).toBeDefined()
  expect(await refusedBy(...done, { opened_at: at }, { opened_at: '2026-11-24T03:00:00Z' })).toBe(
    'identity_requests_answered_once',
  )
  expect(await refusedBy(approve('principal'), { approver_id: idOf('custodian') })).toBe(
    'identity_requests_as_approved',
  )
  expect(await refusedBy({ state: 'expired', closed_at: at }, approve('principal'))).toBeDefined()
})

it('stays as it was asked', async () => {
  for (const change of [
    { fields: ['name', 'phone', 'id-number', 'address'] },
    { minutes: 3000 },
    { ground: 'curiosity' },
    { asker_id: idOf('second') },
    { sealed_text: Buffer.alloc(8) },
  ]) {
    expect(await refusedBy(change)).toBe('identity_requests_as_asked')
    expect(await refusedBy(approve('principal'), change)).toBe('identity_requests_as_asked')
  }
})

it('does not begin in the middle', async () => {
  const row = await three.site.tables('identity_requests').where({ id }).first<object>()
  const born = {
    ...row,
    id: three.own,
    position: undefined,
    ...approve('principal'),
    ...answer('custodian'),
  }

  await expect(three.site.tables('identity_requests').insert(born)).rejects.toMatchObject({
    constraint: 'identity_requests_course',
  })
})

it('has an answer only where there was one, for the asker, and for the approved minutes', async () => {
  const { tables } = three.site
  const release = {
    request_id: id,
    sealed_key: Buffer.alloc(1),
    sealed: Buffer.alloc(1),
    until: '2026-11-24T03:00:00Z',
  }
  const insert = (staff_id: string) => tables('identity_releases').insert({ ...release, staff_id })
  await expect(insert(idOf('handler'))).rejects.toMatchObject({
    constraint: 'identity_releases_after_answer',
  })

  await tables('identity_requests').where({ id }).update(approve('principal'))
  await tables('identity_requests').where({ id }).update(answer('custodian'))
  await expect(insert(idOf('second'))).rejects.toMatchObject({
    constraint: 'identity_releases_to_asker',
  })
  await insert(idOf('handler'))

  const change = (to: object) => tables('identity_releases').where({ request_id: id }).update(to)
  await expect(change({ until: '2026-12-24T03:00:00Z' })).rejects.toMatchObject({
    constraint: 'identity_releases_minutes',
  })
  await tables('identity_requests').where({ id }).update({ opened_at: '2026-11-23T05:00:00Z' })
  await expect(change({ until: '2026-11-23T05:10:01Z' })).rejects.toMatchObject({
    constraint: 'identity_releases_minutes',
  })
  await expect(change({ sealed: Buffer.alloc(2) })).rejects.toMatchObject({
    constraint: 'identity_releases_as_given',
  })
  expect(await change({ until: '2026-11-23T05:10:00Z' })).toBe(1)
})
