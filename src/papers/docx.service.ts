import {
  AlignmentType,
  BorderStyle,
  Document,
  DocumentGridType,
  Footer,
  Header,
  type IRunOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import { printable } from './lines.rules'
import { CHINESE_DAY, CORE, MARGIN, PAGE, PITCH, RED } from './page.rules'
import type { Paper, PaperBlock, PaperTable } from './paper.rules'

// Word counts in twentieths of a point, and signs in half points.
const twips = (points: number): number => Math.round(points * 20)
const BODY_HALF = 32
const SONG = { ascii: 'FangSong', eastAsia: '仿宋', hAnsi: 'FangSong' }
const HEI = { ascii: 'SimHei', eastAsia: '黑体', hAnsi: 'SimHei' }
const spacing = { line: twips(PITCH), lineRule: LineRuleType.EXACT }

type Look = { readonly half?: number; readonly heavy?: boolean; readonly colour?: string }

const lookOf = ({ half = BODY_HALF, heavy = false, colour }: Look): IRunOptions => ({
  ...{ size: half, font: heavy ? HEI : SONG },
  bold: heavy,
  ...(colour === undefined ? {} : { color: colour.slice(1) }),
})

/** Line ends that a text has stay line ends. */
const runsOf = (text: string, look: Look): TextRun[] =>
  printable(text)
    .split('\n')
    .map(
      (line, index) =>
        new TextRun({ ...lookOf(look), text: line, ...(index === 0 ? {} : { break: 1 }) }),
    )

const centred = (text: string, look: Look): Paragraph =>
  new Paragraph({ alignment: AlignmentType.CENTER, children: runsOf(text, look) })

const plain = (text: string, indent: boolean, look: Look = {}): Paragraph[] =>
  text.split('\n').map(
    line =>
      new Paragraph({
        ...{ children: runsOf(line, look), spacing, alignment: AlignmentType.BOTH },
        ...(indent ? { indent: { firstLine: twips(32), firstLineChars: 200 } } : {}),
      }),
  )

const redLine = (): Paragraph =>
  new Paragraph({
    border: { bottom: { style: BorderStyle.SINGLE, size: 12, color: RED.slice(1), space: 4 } },
  })

const blank = (): Paragraph => new Paragraph({ spacing })

const rowOf = (cells: readonly string[], widths: readonly number[], head: boolean): TableRow =>
  new TableRow({
    ...{ tableHeader: head, cantSplit: false },
    children: widths.map(
      (width, index) =>
        new TableCell({
          width: { size: width, type: WidthType.DXA },
          children: [
            new Paragraph({ children: runsOf(cells[index] ?? '', { half: 24, heavy: head }) }),
          ],
        }),
    ),
  })

const tableOf = ({ header, rows, shares }: PaperTable): Table => {
  const given = header.map((_, index) => shares?.[index] ?? 1)
  const all = given.reduce((sum, one) => sum + one, 0)
  const widths = given.map(one => twips((CORE.width * one) / all))
  return new Table({
    columnWidths: widths,
    width: { size: twips(CORE.width), type: WidthType.DXA },
    rows: [rowOf(header, widths, true), ...rows.map(cells => rowOf(cells, widths, false))],
  })
}

const blockOf = (block: PaperBlock): (Paragraph | Table)[] => {
  if (block.kind === 'table') return [tableOf(block), blank()]
  if (block.kind === 'heading') return plain(block.text, true, { heavy: true })
  return plain(block.text, block.kind === 'paragraph')
}

const right = (text: string, chars: number): Paragraph =>
  new Paragraph({
    ...{ alignment: AlignmentType.RIGHT, spacing, keepLines: true },
    ...{ children: runsOf(text, {}), indent: { right: twips(16 * chars), endChars: 100 * chars } },
  })

const closingOf = ({ closing }: Paper): Paragraph[] =>
  closing === undefined
    ? []
    : [blank(), blank(), right(closing.body, 3), right(CHINESE_DAY(closing.day), 4)]

const headOf = ({ head, number }: Paper): Paragraph[] => [
  ...(head === undefined ? [] : [centred(head, { half: 60, heavy: true, colour: RED })]),
  ...(number === undefined ? [] : [centred(number, {})]),
  ...(head === undefined ? [] : [redLine()]),
]

const footOf = ({ foot = [] }: Paper): Paragraph[] =>
  foot.length === 0
    ? []
    : [blank(), ...foot.map(text => new Paragraph({ children: runsOf(text, { half: 21 }) }))]

const folio = new Footer({
  children: [
    new Paragraph({
      alignment: AlignmentType.RIGHT,
      children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], size: 28, font: SONG })],
    }),
  ],
})

const headerOf = ({ mark }: Paper) =>
  mark === undefined
    ? {}
    : {
        default: new Header({
          children: [new Paragraph({ children: runsOf(mark, { half: 18 }) })],
        }),
      }

const section = {
  page: {
    size: { width: twips(PAGE.width), height: twips(PAGE.height) },
    margin: {
      ...{ top: twips(MARGIN.top), right: twips(MARGIN.right) },
      ...{ bottom: twips(MARGIN.bottom), left: twips(MARGIN.left) },
    },
  },
  grid: { type: DocumentGridType.LINES, linePitch: twips(PITCH) },
}

/** The paper for Word. The fonts are the ones official letters are written in; Word brings them. */
export const makeDocx = (paper: Paper): Promise<Buffer> => {
  const { title, addressee, blocks } = paper
  const body = paper.head ?? paper.closing?.body ?? ''
  return Packer.toBuffer(
    new Document({
      ...{ title: printable(title), creator: body, lastModifiedBy: body },
      sections: [
        {
          ...{ properties: section, headers: headerOf(paper), footers: { default: folio } },
          children: [
            ...headOf(paper),
            centred(title, { half: 44, heavy: true }),
            blank(),
            ...(addressee === undefined ? [] : plain(`${addressee}：`, false)),
            ...blocks.flatMap(blockOf),
            ...closingOf(paper),
            ...footOf(paper),
          ],
        },
      ],
    }),
  )
}
