import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { createLawbook } from '../../src/lawbook'
import { createInstitutionImport, createRegistry, institutionsCommand } from '../../src/registry'
import type { InstitutionId } from '../../src/vocabulary/ids'
import { cloneDatabase, type TestDatabase } from '../support/database'

const clock = () => new Date('2026-11-22T03:00:00Z')
const lawbook = createLawbook({ clock })
const registry = createRegistry()
const institutionImport = createInstitutionImport({ registry, lawbook, clock })
const demo = path.join(__dirname, '../../src/registry/data/demo-institutions.csv')
const header = '编码,名称,类别,区划代码,地址'

/** The header and H1,同福诊所,诊所,990102, */
const gb18030 = Buffer.from(
  'b1e0c2eb2cc3fbb3c62cc0e0b1f02cc7f8bbaeb4fac2eb2cb5d8d6b70a48312ccdacb8a3d5efcbf92cd5efcbf92c3939303130322c0a',
  'hex',
)

let database: TestDatabase

beforeAll(async () => {
  database = await cloneDatabase()
  await database.db.inTransaction(lawbook.seed)
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.tables('institutions').delete()
})

const importBytes = (bytes: Buffer) =>
  database.db.inTransaction(tx =>
    // In small pieces, so that characters are cut in two.
    institutionImport.importCsv(tx, () =>
      Readable.from(
        Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) =>
          bytes.subarray(index * 7, index * 7 + 7),
        ),
      ),
    ),
  )
const importText = (text: string) => importBytes(Buffer.from(text))
const importDemo = async () => importBytes(await readFile(demo))

const search = (q: string, more: { regionCode?: string; kinds?: string[] } = {}) =>
  database.db.inTransaction(tx => registry.search(tx, { q, limit: 20, ...more }))
const names = async (...asked: Parameters<typeof search>) =>
  (await search(...asked)).items.map(({ name }) => name)

describe('importing', () => {
  it('brings the demonstration list in, and changes nothing the second time', async () => {
    expect(await importDemo()).toEqual({ added: 60, changed: 0, unchanged: 0, errors: [] })
    expect(await importDemo()).toEqual({ added: 0, changed: 0, unchanged: 60, errors: [] })
  })

  it('updates by code and keeps the id', async () => {
    await importText(`${header}\nH1,同福诊所,诊所,990102,\n`)
    const [before] = (await search('同福')).items
    const result = await importText(`${header}\nH1,同福诊所（新址）,诊所,990103,新路 1 号\n`)
    const [after] = (await search('同福')).items

    expect(result).toMatchObject({ added: 0, changed: 1 })
    expect(after).toMatchObject({ id: before?.id, name: '同福诊所（新址）', regionCode: '990103' })
  })

  it.each([
    [
      'UTF-8 with a mark',
      Buffer.concat([
        Buffer.from([0xef, 0xbb, 0xbf]),
        Buffer.from(`${header}\nH1,同福诊所,诊所,990102,\n`),
      ]),
    ],
    ['GB18030', gb18030],
  ])('reads %s', async (_, bytes) => {
    expect(await importBytes(bytes)).toMatchObject({ added: 1, errors: [] })
    expect(await names('同福')).toEqual(['同福诊所'])
  })

  it('takes the columns in any order and quoted fields', async () => {
    await importText(
      '名称,地址,编码,区划代码,类别\r\n"同福""诊所","A 路, 1 号",H1,９９０１０２,诊所\r\n',
    )
    expect((await search('同福')).items[0]).toMatchObject({
      ...{ name: '同福"诊所', address: 'A 路, 1 号', regionCode: '990102' },
    })
  })

  it('names every row that is not in order, and brings the others in', async () => {
    const result = await importText(
      [
        header,
        'H1,同福诊所,诊所,990102,',
        ',无码诊所,诊所,990102,',
        'H2,,诊所,990102,',
        'H3,某某照相馆,照相馆,9901,',
        'H1,又一家诊所,诊所,990102,',
        `H4,${'长'.repeat(101)},诊所,990102,`,
        'H5,只有三列,诊所',
      ].join('\n'),
    )
    expect(result).toMatchObject({ added: 1 })
    expect(result.errors.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8])
    expect(result.errors.map(({ problem }) => problem)).toEqual([
      '缺少编码',
      '缺少名称',
      expect.stringMatching(/^类别“照相馆”不认识，可以写：医院、诊所.*；区划代码要写 6 位数字$/),
      '编码和第 2 行重复',
      '名称最多 100 个字',
      '区划代码要写 6 位数字',
    ])
  })

  it.each([
    ['an empty file', '', 'institutions.header'],
    ['a missing column', '编码,名称,类别,地址\n', 'institutions.header'],
    ['an open quote', `${header}\n"H1,同福诊所\n`, 'institutions.quotes'],
  ])('refuses %s', async (_, text, code) => {
    await expect(importText(text)).rejects.toMatchObject({ kind: 'refused', code })
  })

  it('refuses bytes that are no text, and keeps nothing of them', async () => {
    const bytes = Buffer.concat([gb18030, Buffer.from([0xff, 0xff, 0xff])])
    await expect(importBytes(bytes)).rejects.toMatchObject({ code: 'institutions.encoding' })
    expect(await database.tables('institutions')).toEqual([])
  })

  it('works as a command', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'registry-'))
    const file = path.join(folder, 'list.csv')
    await writeFile(file, `${header}\nH1,同福诊所,诊所,990102,\nH2,,诊所,990102,\n`)
    const said: string[] = []
    const run = (...args: string[]) =>
      institutionsCommand.run({ db: database.db, institutionImport }, args, line => said.push(line))

    expect(await run(file)).toBe(1)
    expect(await run(`${file}.none`)).toBe(2)
    expect(await run()).toBe(2)
    expect(said).toEqual([
      '新增 1 家，更新 0 家，没有变化 0 家',
      '有 1 行没有导入：',
      '第 3 行：缺少名称',
      `打不开 ${file}.none，请核对文件名`,
      expect.stringContaining('用法：'),
    ])
    await rm(folder, { recursive: true })
  })
})

describe('searching', () => {
  beforeEach(importDemo)

  it.each([
    ['和安医院', ['和安医院（城东院区）', '和安医院（滨河院区）']],
    ['和安医院(城东', ['和安医院（城东院区）']],
    ['和安 城东', ['和安医院（城东院区）']],
    ['安医院', ['和安医院（城东院区）', '和安医院（滨河院区）']],
    ['康宁大药房滨河店', ['康宁大药房滨河店']],
    ['肾', ['市肾病透析中心']],
    ['没有这一家', []],
  ])('%s finds %j', async (q, expected) => {
    expect(await names(q)).toEqual(expected)
  })

  it.each(['%', '_', '%_\\', '（）', ' % '])(
    'signs alone find nothing, not everything: %s',
    async q => {
      expect(await search(q)).toEqual({ items: [], more: false })
    },
  )

  it.each(['和安%城东', '和安_院', '和_医院', '%和安%'])(
    'a sign stands for nothing else: %s',
    async q => {
      // Signs are left out of names and words alike: what remains has to be there as it stands.
      const bare = q.replace(/[%_]/g, '')
      expect(await names(q)).toEqual(await names(bare))
    },
  )

  it.each([
    ['a long word', '和安医院'.repeat(12)],
    ['a very long word', '和'.repeat(100_000)],
    ['very many words', Array.from({ length: 50_000 }, (_, index) => index).join(' ')],
  ])('%s finds nothing and hurts nobody', async (_, q) => {
    expect(await names(q)).toEqual([])
  })

  it('stays within the region and the kinds', async () => {
    expect(await names('康宁', { regionCode: '990103' })).toEqual(['康宁大药房滨河店'])
    expect(await names('康宁', { regionCode: '990100', kinds: ['医院'] })).toEqual([
      '康宁老年病医院',
    ])
    expect(await names('康宁', { regionCode: '110000' })).toEqual([])
  })

  it('pages through everything once, in one order', async () => {
    const seen: string[] = []
    let after: InstitutionId | undefined
    for (let more = true; more;) {
      const page = await database.db.inTransaction(tx =>
        registry.search(tx, { q: '', after, limit: 7 }),
      )
      seen.push(...page.items.map(({ id }) => id))
      after = page.items.at(-1)?.id
      more = page.more
    }
    expect(seen).toHaveLength(60)
    expect(new Set(seen).size).toBe(60)
  })

  it('leaves out what is no longer listed', async () => {
    await database.tables('institutions').where({ name: '同福诊所' }).update({ active: false })
    expect(await names('同福')).toEqual([])
  })
})

it('an unknown institution is not found', async () => {
  const unknown = '00000000-0000-4000-8000-000000000000' as InstitutionId
  await expect(database.db.inTransaction(tx => registry.get(tx, unknown))).rejects.toMatchObject({
    code: 'institution.not-found',
  })
  expect(await database.db.inTransaction(tx => registry.find(tx, unknown))).toBeUndefined()
})
