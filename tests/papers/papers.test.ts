import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js'
import { drawDocx, drawPdf, type Paper } from '../../src/papers'
import { asDay } from '../../src/platform/clock'
import { renderPdf } from '../support/rendered'

const paper: Paper = {
  head: '示范市医疗保障局',
  number: '示医保举奖〔2026〕45号',
  title: '举报奖励领取告知书',
  addressee: '医保举〔2026〕00117 举报人',
  blocks: [
    { kind: 'paragraph', text: '您于 2026 年 3 月 9 日举报的事项，经查证属实。<b>&\u0000' },
    { kind: 'heading', text: '一、清单' },
    {
      kind: 'table',
      header: ['序号', '材料'],
      shares: [1, 4],
      rows: Array.from({ length: 40 }, (_, index) => [String(index + 1), '住院费用清单']),
    },
    { kind: 'paragraph', text: '以上。' },
  ],
  closing: { body: '示范市医疗保障局', day: asDay('2026-11-23'), seal: true },
  foot: ['核对码 7K2M-91QF'],
  mark: '草稿，不作为正式文书',
}

const partOf = async (bytes: Buffer, name: string): Promise<string> => {
  const reader = new ZipReader(new BlobReader(new Blob([Uint8Array.from(bytes)])))
  const entry = (await reader.getEntries()).find(one => one.filename === name)
  return entry === undefined || entry.directory ? '' : entry.getData(new TextWriter())
}

it('a PDF is the page of GB/T 9704, with every word in its place', async () => {
  const pdf = await drawPdf(paper)
  expect(pdf.length).toBeLessThan(200_000)
  const pages = await renderPdf(pdf)
  expect(pages.map(({ width, height }) => [Math.round(width), Math.round(height)])).toEqual(
    pages.map(() => [595, 842]),
  )
  expect(pages[0]?.text).toContain('示医保举奖〔2026〕45号')
  for (const [index, page] of pages.entries()) {
    expect(page.text).toContain(`— ${index + 1} —`)
    expect(page.text).toContain('序号')
    expect(page.text).toContain('草稿，不作为正式文书')
    // Margins stay empty: 28 mm at the left, 26 mm at the right.
    expect(page.ink([0, 0, 78, 842])).toBe(0)
    expect(page.ink([523, 0, 595, 842])).toBe(0)
    expect(page.ink([80, 105, 520, 740])).toBeGreaterThan(0.01)
  }
  expect(pages.map(({ text }) => text).join('')).toContain('<b>&')
  const end = pages.at(-1)?.text ?? ''
  expect(end).toContain('2026年11月23日')
  expect(end.indexOf('以上。')).toBeLessThan(end.indexOf('核对码 7K2M-91QF'))
  expect(pdf.toString('latin1')).not.toMatch(/PDFKit|CreationDate \(D:(?!20261123000000)/)
})

it('a Word file holds the same words, measures and table, and no name of who made it', async () => {
  const docx = await drawDocx(paper)
  const body = await partOf(docx, 'word/document.xml')
  const words = body.replaceAll(/<[^>]+>/g, '')
  for (const said of [
    '示医保举奖〔2026〕45号',
    '举报奖励领取告知书',
    '2026年11月23日',
    '7K2M-91QF',
  ])
    expect(words).toContain(said)
  expect(words).toContain('&lt;b&gt;&amp;')
  expect(body).toContain('w:top="2098"')
  expect(body.match(/<w:tr>|<w:tr /g)).toHaveLength(41)
  expect(await partOf(docx, 'docProps/core.xml')).toContain(
    '<dc:creator>示范市医疗保障局</dc:creator>',
  )
})

it('many papers at once are drawn one after the other', async () => {
  const short: Paper = { title: '短', blocks: [] }
  const made = await Promise.all([drawPdf(short), drawPdf(short), drawDocx(short)])
  expect(made.map(one => one.subarray(0, 2).toString())).toEqual(['%P', '%P', 'PK'])
})
