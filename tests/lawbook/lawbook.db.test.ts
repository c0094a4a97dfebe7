import { createLawbook } from '../../src/lawbook'
import type { NewLawEntry } from '../../src/lawbook'
import { asDay } from '../../src/platform/clock'
import { cloneDatabase, type TestDatabase } from '../support/database'

let database: TestDatabase
let now = new Date('2026-11-22T03:00:00Z')
const clock = () => now

beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.drop())

const at = (place = '*', on = '2026-11-22') => ({ place, on: asDay(on) })

const ruling = (overrides: Partial<NewLawEntry> = {}): NewLawEntry => ({
  kind: 'limit',
  code: 'report.text',
  place: '320400',
  version: 1,
  validFrom: asDay('2026-01-01'),
  validTo: null,
  data: { name: '举报经过最多', value: 8000, unit: '字' },
  source: '测试规定',
  status: 'D',
  ...overrides,
})

it('brings the shipped law in once, however often it is asked to', async () => {
  const lawbook = createLawbook({ clock })
  const first = await database.db.inTransaction(lawbook.seed)
  const second = await database.db.inTransaction(lawbook.seed)

  expect(first.added).toBeGreaterThan(150)
  expect(second).toEqual({ added: 0, kept: first.added })
})

it('answers with data of the right shape, nearest place first', async () => {
  const lawbook = createLawbook({ clock })
  const [national, liaoning, limits] = await database.db.inTransaction(async tx => [
    await lawbook.get(tx, 'deadline-rule', 'CLUE_VERIFY', at('320412')),
    await lawbook.get(tx, 'deadline-rule', 'CLUE_VERIFY', at('210112')),
    await lawbook.limits(tx, at()),
  ])

  expect(national.data).toMatchObject({ length: 15, unit: 'working' })
  expect(liaoning.data).toMatchObject({ length: 15, unit: 'natural' })
  expect(liaoning.place).toBe('210000')
  expect(limits['report.text']).toBe(5000)
  expect(limits['draft.days']).toBe(7)
})

it('lists in the order of the data', async () => {
  const lawbook = createLawbook({ clock })
  const targets = await database.db.inTransaction(tx => lawbook.list(tx, 'target-kind', at()))

  expect(targets.map(({ data }) => data.name)).toEqual([
    '医院、诊所',
    '药店',
    '个人',
    '经办机构和工作人员',
    '药品器械企业',
    '商业保险公司（承办大病保险）',
    '参保单位',
    '其他',
  ])
})

it('says so when nothing holds', async () => {
  const lawbook = createLawbook({ clock })
  await expect(
    database.db.inTransaction(tx => lawbook.get(tx, 'limit', 'nothing', at())),
  ).rejects.toMatchObject({ kind: 'not-found', code: 'law.not-found' })
})

describe('a new entry', () => {
  it('holds at once where it applies, and nowhere else', async () => {
    const lawbook = createLawbook({ clock })
    const [there, elsewhere] = await database.db.inTransaction(async tx => {
      await lawbook.limits(tx, at())
      await lawbook.add(tx, ruling())
      return [await lawbook.limits(tx, at('320412')), await lawbook.limits(tx, at('330100'))]
    })

    expect(there['report.text']).toBe(8000)
    expect(elsewhere['report.text']).toBe(5000)
  })

  it.each([
    ['without a source', { source: ' ' }, 'law.no-source'],
    ['that is there already', {}, 'law.exists'],
    ['that overlaps', { version: 2, validFrom: asDay('2027-01-01') }, 'law.overlap'],
    ['of the wrong shape', { version: 3, data: { value: 'many' } }, 'law.malformed'],
    ['for no place', { version: 3, place: 'Jiangsu' }, 'law.malformed'],
    ['that ends before it begins', { validTo: asDay('2025-01-01') }, 'law.malformed'],
  ])('%s is refused', async (_, overrides, code) => {
    const lawbook = createLawbook({ clock })
    await expect(
      database.db.inTransaction(tx => lawbook.add(tx, ruling(overrides))),
    ).rejects.toMatchObject({ kind: 'refused', code })
  })
})

it('a pack with one bad entry leaves none of them', async () => {
  const lawbook = createLawbook({ clock })
  const good = ruling({ code: 'note.text', place: '330000' })
  await expect(
    database.db.inTransaction(tx => lawbook.addAll(tx, [good, { ...good, source: '' }])),
  ).rejects.toMatchObject({ code: 'law.no-source' })
  expect(
    await database.tables('law_entries').where({ place: '330000', kind: 'deadline-rule' }),
  ).toEqual([])
})

describe('the database itself', () => {
  const row = {
    ...{ kind: 'limit', code: 'report.text', place: '320400', version: 9 },
    ...{ valid_from: '2026-06-01', valid_to: null, data: '{}', source: 'x', status: 'D' },
  }

  it('refuses two versions on one day', async () => {
    await expect(database.tables('law_entries').insert(row)).rejects.toMatchObject({
      code: '23P01',
    })
  })

  it('refuses an entry without a source', async () => {
    await expect(
      database.tables('law_entries').insert({ ...row, place: '330000', source: ' ' }),
    ).rejects.toMatchObject({ code: '23514' })
  })
})

it('leaves what an administrator entered before the shipped entry', async () => {
  const lawbook = createLawbook({ clock })
  await database.tables('law_entries').where({ kind: 'limit', code: 'draft.days' }).delete()
  await database.db.inTransaction(tx =>
    lawbook.add(
      tx,
      ruling({
        ...{ code: 'draft.days', place: '*', version: 4, validFrom: asDay('2024-01-01') },
        data: { name: '草稿保留', value: 3, unit: '天' },
      }),
    ),
  )
  const seeding = await database.db.inTransaction(lawbook.seed)
  const limits = await database.db.inTransaction(tx => lawbook.limits(tx, at()))

  expect(seeding.added).toBe(0)
  expect(limits['draft.days']).toBe(3)
})

it('asks the database again only after half a minute', async () => {
  const lawbook = createLawbook({ clock })
  const readLimit = () => database.db.inTransaction(tx => lawbook.limits(tx, at('320412')))
  await readLimit()
  await database.tables('law_entries').where({ kind: 'limit', place: '320400' }).delete()

  expect((await readLimit())['report.text']).toBe(8000)
  now = new Date(now.getTime() + 31_000)
  expect((await readLimit())['report.text']).toBe(5000)
})
