import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import readXlsxFile from 'read-excel-file/node'
import {
  readTable,
  troubleWords,
  writeTable,
  type ReadEnd,
  type ReadLimits,
  type ReadRow,
  type Sheet,
  type TableFormat,
} from '../../src/tables'
import { createTokens } from '../../src/tables/xml.rules'
import { part, relations, row, sheet, workbook, zip } from '../support/packed-sheet'

const limits: ReadLimits = {
  ...{ bytes: 4_000_000, entries: 50, unpackedBytes: 20_000_000, ratio: 100 },
  ...{ rows: 1001, columns: 40, cellSigns: 2000, milliseconds: 20_000 },
}

type Read = { readonly end: ReadEnd; readonly rows: ReadRow[] }

const read = async (bytes: Buffer, own: Partial<ReadLimits> = {}): Promise<Read> => {
  const rows: ReadRow[] = []
  const end = await readTable(bytes, { ...limits, ...own }, batch => {
    rows.push(...batch)
  })
  return { end, rows }
}

const evil = ['=cmd|/c calc', '+1', '-2+3', '@SUM(A1)', '\t=1', '＝1+1', ' =1']

const sheetOf = (rows: (string | number | null)[][]): Sheet => ({
  name: '台账',
  title: ['线索台账', '韩梅 2026-11-22 10:00'],
  header: ['编号', '说明', '金额'],
  watermark: 'A1B2C3D4 韩梅',
  rows: Readable.from([rows]),
  footer: count => [`到此为止，共 ${count} 条`],
})

const written = (format: TableFormat, rows: (string | number | null)[][]) =>
  buffer(Readable.from(writeTable(format, sheetOf(rows))))

/** The first sheet, as a library reads it that did not write it. */
const reread = async (file: Buffer): Promise<unknown[][]> => {
  const [first] = await readXlsxFile(file, { trim: false })
  return first?.data ?? []
}

describe('a sheet that is written', () => {
  it('is read again by another library: every text a text, every number a number, the watermark in every row', async () => {
    const rows = evil.map((text, at) => [`${at}`, text, at + 0.5])

    const cells = await reread(await written('xlsx', rows))
    expect(cells[0]?.[0]).toBe('线索台账')
    expect(cells[1]).toEqual(['编号', '说明', '金额', '导出水印'])
    expect(cells.slice(2, -1)).toEqual(rows.map(cellsOf => [...cellsOf, 'A1B2C3D4 韩梅']))
    expect(cells.at(-1)?.[0]).toBe('到此为止，共 7 条')
  })

  it('has no cell in CSV that a spreadsheet would take for a formula', async () => {
    const file = await written(
      'csv',
      evil.map(text => ['1', text, -1]),
    )

    expect(file.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
    const cells: string[][] = parse(file, { bom: true, relax_column_count: true })
    const found = cells.slice(2, -1)
    expect(found.map(([, text]) => text)).toEqual(evil.map(text => `'${text}`))
    expect(found.map(([, , number]) => number)).toEqual(evil.map(() => '-1'))
  })

  it.each(['xlsx', 'csv'] as const)('comes back as it went, as %s', async format => {
    const file = await written(format, [['2026-1', '“引号”,\n逗号', 12.5]])

    const { end, rows } = await read(file)

    expect(end).toEqual({ ok: true, rows: 4 })
    expect(rows[2]?.cells).toEqual(['2026-1', '“引号”,\n逗号', '12.5', 'A1B2C3D4 韩梅'])
  })
})

describe('a sheet that came from outside', () => {
  it('is read in UTF-8 and in GB18030, with its line numbers', async () => {
    // 机构,情况 / 甲医院,𠮷 (four bytes in GB18030)
    const gb = Buffer.concat([
      Buffer.from('bbfab9b92cc7e9bff60a', 'hex'),
      Buffer.from('0a', 'hex'),
      Buffer.from('bcd7d2bdd4ba2c9535b7350a'.replace('9535b735', '9534d336'), 'hex'),
    ])

    const utf = await read(Buffer.from('\ufeff机构,情况\n\n甲医院,𠮷\n'))
    const old = await read(gb)

    expect(utf.rows.map(({ cells }) => cells[0])).toEqual(['机构', '甲医院'])
    expect(old.rows.map(({ cells }) => cells[0])).toEqual(['机构', '甲医院'])
    expect(old.rows[1]?.number).toBe(3)
  })

  it('gives days as days, formulas as the value that was stored, and never what they would fetch', async () => {
    const bytes = zip([
      workbook,
      relations,
      part(
        'xl/styles.xml',
        '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
      ),
      sheet(
        `${row(1, '机构', '日期')}<row r="7"><c r="A7"><f>WEBSERVICE("http://x")</f><v>5</v></c><c r="C7" s="1"><v>46348.5</v></c></row>`,
      ),
    ])

    const { rows } = await read(bytes)

    expect(rows[1]).toEqual({ number: 7, cells: ['5', '', '2026-11-22'] })
  })

  const bomb = Buffer.alloc(3_000_000, 'a')
  const refusals: [string, Buffer, string][] = [
    [
      'a bomb, by its directory',
      zip([workbook, relations, { ...sheet(''), content: bomb }]),
      'packed',
    ],
    [
      'a bomb whose directory lies',
      zip([workbook, relations, { ...sheet(''), content: bomb, size: 400 }]),
      'broken',
    ],
    [
      'a hundred files',
      zip(Array.from({ length: 100 }, (_, at) => part(`xl/${at}.xml`, 'x'))),
      'packed',
    ],
    ['two files of one name', zip([workbook, workbook, relations, sheet(row(1, 'a'))]), 'broken'],
    ['macros', zip([workbook, part('xl/vbaProject.bin', 'x')]), 'macro'],
    ['a password', zip([{ ...workbook, flags: 1 }]), 'password'],
    [
      'an entity of its own',
      zip([
        workbook,
        relations,
        part(
          'xl/worksheets/sheet1.xml',
          '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>',
        ),
      ]),
      'broken',
    ],
    [
      'a reference to an entity nobody declared',
      zip([workbook, relations, sheet(row(1, '&e;'))]),
      'broken',
    ],
    [
      'a file that breaks off',
      zip([workbook, relations, sheet(row(1, 'a'))]).subarray(0, 300),
      'broken',
    ],
    ['another kind of packed file', zip([part('word/document.xml', '<x/>')]), 'kind'],
    ['the old .xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'old'],
    [
      'a picture',
      Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(99)]),
      'kind',
    ],
    ['nothing', Buffer.alloc(0), 'empty'],
    ['headers alone', Buffer.from('机构,情况\n'), 'empty'],
    ['too many rows', Buffer.from('a,b\n'.repeat(1002)), 'rows'],
    [
      'too many columns',
      zip([workbook, relations, sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>')]),
      'columns',
    ],
    ['a cell without end', Buffer.from(`a,${'x'.repeat(3000)}\n`), 'cell'],
    ['more bytes than are taken', Buffer.alloc(4_000_001, 'a'), 'size'],
  ]

  it('is refused by a word that says what to do, for each thing that is wrong with it', async () => {
    const found = await Promise.all(refusals.map(async ([, bytes]) => (await read(bytes)).end))

    const told = refusals.map(([name], at) => {
      const end = found[at]
      return [name, end === undefined || end.ok ? 'read' : end.trouble]
    })
    const kinds = ['kind', 'encoding']
    const wanted = refusals.map(([name, , trouble]) => [name, trouble])
    expect(
      told.map(([name, word]) => [
        name,
        name === 'a picture' && kinds.includes(`${word}`) ? 'kind' : word,
      ]),
    ).toEqual(wanted)
    expect(troubleWords('rows', limits)).toBe(
      '一次最多 1,000 行，这个表格更多，一行也没有导入。请分成几个文件，分几次导入',
    )
  })

  it('ends when whoever takes its rows does', async () => {
    await expect(
      readTable(Buffer.from('a\nb\nc\n'), limits, () => {
        throw new Error('full')
      }),
    ).rejects.toThrow('full')
  })
})

describe('pieces of a sheet', () => {
  it('may be cut anywhere', () => {
    const text = '<a x="1 > 0"><!-- <b> --><![CDATA[<c>]]>t&amp;u</a>'
    const whole = JSON.stringify(createTokens()(text))
    for (let at = 1; at < text.length; at += 1) {
      const tokens = createTokens()
      const found = [...tokens(text.slice(0, at)), ...tokens(text.slice(at))]
      expect(JSON.stringify(found)).toBe(whole)
    }
  })
})
