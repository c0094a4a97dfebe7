import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js'
import { fillTemplate, typedOf, type Template } from '../../src/documents/template.rules'
import { shippedEntries } from '../../src/lawbook'
import { drawDocx, drawPdf, type Paper } from '../../src/papers'
import { asDay } from '../../src/platform/clock'
import { renderPdf } from '../support/rendered'

// Every shipped document, filled with the same words, as PDFium draws it: compared with the picture that somebody
// looked at. After a wanted change `GOLDEN=write npm test -- tests/papers/golden` writes them anew, to be looked at.
const COLUMNS = 60
const ROWS = 85
/** A mark that moves by a fraction of a point changes how dark its field is, not whether it is. */
const TOLERANCE = 1

const facts = new Map([
  ['case-number', '医保举〔2026〕00117'],
  ['received-on', '2026年3月9日'],
  ['telephone', '0000-1234567'],
  ['target', '示范仁和医院'],
])

const typed = (template: Template): Map<string, string> =>
  new Map(
    typedOf(template).map(({ name, most }) => [
      name,
      `${name}写在这里，一共写到两行，好看出换行。`.repeat(3).slice(0, most),
    ]),
  )

const paperOf = (template: Template): Paper => {
  const { addressee, paragraphs } = fillTemplate(template, typed(template), facts)
  return {
    ...{ head: '示范市医疗保障局', number: `示医保${template.word}〔2026〕45号` },
    ...{ title: template.name, addressee },
    blocks: paragraphs.map(text => ({ kind: 'paragraph', text })),
    closing: { body: '示范市医疗保障局', day: asDay('2026-11-23'), seal: true },
    foot: ['核对码 7K2M-91QF'],
  }
}

/** How dark each field of the page is, 0 to 9: a picture that can be read in the file. */
const pictureOf = ({ ink, width, height }: Awaited<ReturnType<typeof renderPdf>>[number]) =>
  Array.from({ length: ROWS }, (_, row) =>
    Array.from({ length: COLUMNS }, (_none, column) => {
      const [w, h] = [width / COLUMNS, height / ROWS]
      const box = [column * w, row * h, (column + 1) * w, (row + 1) * h] as const
      const [left, top, right, bottom] = box.map(Math.round) as [number, number, number, number]
      return Math.min(9, Math.ceil(ink([left, top, right, bottom]) * 20))
    }).join(''),
  )
    .map(line => line.replaceAll('0', '.'))
    .join('\n')

const levelOf = (sign: string | undefined): number => Number(sign === '.' ? 0 : (sign ?? -9))

const differences = (one: string, other: string): number[] =>
  Array.from({ length: Math.max(one.length, other.length) }, (_, at) => at).filter(
    at => one[at] !== other[at] && !(Math.abs(levelOf(one[at]) - levelOf(other[at])) <= TOLERANCE),
  )

const bare = (text: string): string => text.replace(/[\s\u200b]/g, '')

const wordsOfDocx = async (bytes: Buffer): Promise<string> => {
  const reader = new ZipReader(new BlobReader(new Blob([Uint8Array.from(bytes)])))
  const entry = (await reader.getEntries()).find(({ filename }) => filename === 'word/document.xml')
  if (entry === undefined || entry.directory) return ''
  return (await entry.getData(new TextWriter())).replaceAll(/<[^>]+>/g, '')
}

const templates = [...shippedEntries('document-template')]

it.each(templates.map(({ code, data }) => [code, data] as const))(
  '%s looks as it did when somebody looked at it, and Word has the same words',
  async (code, template) => {
    const paper = paperOf(template)
    const [pdf, docx] = await Promise.all([drawPdf(paper), drawDocx(paper)])
    const pages = await renderPdf(pdf)
    const drawn = pages.map(page => `${pictureOf(page)}\n\n${page.text.trim()}`).join('\n\n')
    const file = path.join(__dirname, 'golden', `${code}.txt`)
    if (process.env['GOLDEN'] === 'write') writeFileSync(file, `${drawn}\n`)
    expect(existsSync(file)).toBe(true)
    const golden = readFileSync(file, 'utf8').trimEnd()
    expect(differences(drawn, golden)).toEqual([])

    // A paragraph may go on behind the number of its page.
    const printed = bare(pages.map(({ text }) => text.replace(/— \d+ —/g, '')).join(''))
    const words = bare(await wordsOfDocx(docx))
    for (const { text } of paper.blocks as readonly { text: string }[])
      expect([words.includes(bare(text)), printed.includes(bare(text))]).toEqual([true, true])
  },
)

it('sees a line that moved by half its height', async () => {
  const [first] = templates
  if (first === undefined) throw new Error('no templates')
  const paper = paperOf(first.data)
  const before = pictureOf((await renderPdf(await drawPdf(paper)))[0] as never)
  const title = `${paper.title} `
  const moved = {
    ...paper,
    blocks: [{ kind: 'paragraph', text: '多一行' } as const, ...paper.blocks],
  }
  const after = pictureOf((await renderPdf(await drawPdf({ ...moved, title })))[0] as never)
  expect(differences(before, after).length).toBeGreaterThan(50)
})
