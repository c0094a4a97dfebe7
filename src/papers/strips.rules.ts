import { breakLines, type Line } from './lines.rules'
import {
  BODY,
  CELL,
  CHINESE_DAY,
  CORE,
  FOOT,
  HEAD,
  PITCH,
  RED,
  SEAL_ACROSS,
  TITLE,
} from './page.rules'
import type { Paper, PaperBlock, PaperTable } from './paper.rules'
import type { Face, Strip, Stroke } from './strip.rules'

export type Fonts = (text: string, size: number, face: Face) => number

type Look = { readonly size: number; readonly face?: Face; readonly colour?: string }

const INK = '#000000'
const PADDING = 4
const CELL_PITCH = 18
/** So many lines of a cell stay together; a longer row goes on. */
const CELL_LINES = 24

const said = (text: string, x: number, y: number, look: Look & { spread?: number }): Stroke => ({
  ...{ kind: 'text', text, x, y, spread: look.spread ?? 0 },
  ...{ size: look.size, face: look.face ?? 'regular', colour: look.colour ?? INK },
})

const centred = (fonts: Fonts, text: string, look: Look, pitch: number): Strip[] => {
  const wide = (part: string) => fonts(part, look.size, look.face ?? 'regular')
  return breakLines(text, { width: CORE.width }, wide).map(line => ({
    height: pitch,
    strokes: [said(line.text, (CORE.width - wide(line.text)) / 2, (pitch - look.size) / 2, look)],
  }))
}

const gap = (height: number): Strip => ({ height, strokes: [] })

const redLine: Strip = {
  height: PITCH,
  strokes: [{ kind: 'rule', x: 0, y: PITCH / 3, width: CORE.width, thick: 1.5, colour: RED }],
}

const headOf = (fonts: Fonts, { head, number }: Paper): Strip[] => [
  ...(head === undefined
    ? []
    : centred(fonts, head, { size: HEAD, face: 'bold', colour: RED }, PITCH * 2)),
  ...(number === undefined ? [] : centred(fonts, number, { size: BODY }, PITCH)),
  ...(head === undefined ? [] : [redLine]),
]

/** Signs stand a little apart, so that every line but the last fills the width. */
const spreadOf = ({ text, last }: Line, room: number, natural: number): number => {
  const count = Array.from(text).length
  return last || count < 2 ? 0 : Math.max(0, (room - natural) / (count - 1))
}

const paragraph = (
  fonts: Fonts,
  text: string,
  { indent, face = 'regular' }: { readonly indent: number; readonly face?: Face },
): Strip[] => {
  const wide = (part: string) => fonts(part, BODY, face)
  let begins = true
  return breakLines(text, { width: CORE.width, indent }, wide).map(line => {
    const x = begins ? indent : 0
    begins = line.last
    const spread = spreadOf(line, CORE.width - x, wide(line.text))
    return {
      height: PITCH,
      strokes: [said(line.text, x, (PITCH - BODY) / 2, { size: BODY, face, spread })],
    }
  })
}

const widthsOf = ({ header, shares }: PaperTable): number[] => {
  const given = header.map((_, index) => shares?.[index] ?? 1)
  const all = given.reduce((sum, one) => sum + one, 0)
  return given.map(one => (CORE.width * one) / all)
}

type Row = {
  readonly cells: readonly string[]
  readonly widths: readonly number[]
  readonly face: Face
}

const rowStrips = (fonts: Fonts, { cells, widths, face }: Row): Strip[] => {
  const wide = (part: string) => fonts(part, CELL, face)
  const lines = widths.map((width, index) =>
    breakLines(cells[index] ?? '', { width: width - 2 * PADDING }, wide),
  )
  const most = Math.max(1, ...lines.map(({ length }) => length))
  const strips: Strip[] = []
  for (let from = 0; from < most; from += CELL_LINES) {
    const height = Math.min(CELL_LINES, most - from) * CELL_PITCH + 2 * PADDING
    let x = 0
    const strokes: Stroke[] = []
    for (const [index, width] of widths.entries()) {
      strokes.push({ kind: 'box', x, y: 0, width, height })
      for (const [row, { text }] of (lines[index] ?? []).slice(from, from + CELL_LINES).entries())
        strokes.push(said(text, x + PADDING, PADDING + row * CELL_PITCH + 2, { size: CELL, face }))
      x += width
    }
    strips.push({ height, strokes })
  }
  return strips
}

const tableStrips = (fonts: Fonts, table: PaperTable): Strip[] => {
  const widths = widthsOf(table)
  const [repeat = gap(0)] = rowStrips(fonts, { cells: table.header, widths, face: 'bold' })
  const rows = table.rows.flatMap(cells => rowStrips(fonts, { cells, widths, face: 'regular' }))
  return [repeat, ...rows.map(row => ({ ...row, repeat })), gap(PITCH / 2)]
}

const blockStrips = (fonts: Fonts, block: PaperBlock): Strip[] => {
  if (block.kind === 'table') return tableStrips(fonts, block)
  if (block.kind === 'heading')
    return paragraph(fonts, block.text, { indent: 2 * BODY, face: 'bold' })
  return paragraph(fonts, block.text, { indent: block.kind === 'flush' ? 0 : 2 * BODY })
}

const closingStrip = (fonts: Fonts, { closing }: Paper): Strip | undefined => {
  if (closing === undefined) return undefined
  const day = CHINESE_DAY(closing.day)
  const dayWide = fonts(day, BODY, 'regular')
  const bodyWide = fonts(closing.body, BODY, 'regular')
  // The date stands four signs from the right; the body's name over its middle.
  const middle = Math.min(CORE.width - 4 * BODY - dayWide / 2, CORE.width - bodyWide / 2)
  const seal: Stroke[] = closing.seal
    ? [{ kind: 'seal', x: middle, y: PITCH * 3, across: SEAL_ACROSS }]
    : []
  return {
    height: PITCH * 5.5,
    strokes: [
      ...seal,
      said(closing.body, middle - bodyWide / 2, PITCH * 2 + 6, { size: BODY }),
      said(day, middle - dayWide / 2, PITCH * 3 + 6, { size: BODY }),
    ],
  }
}

const footStrip = (fonts: Fonts, { foot = [] }: Paper): Strip | undefined => {
  if (foot.length === 0) return undefined
  const wide = (part: string) => fonts(part, FOOT, 'regular')
  const lines = foot.flatMap(text => breakLines(text, { width: CORE.width }, wide))
  const pitch = FOOT * 1.6
  return {
    height: 10 + lines.length * pitch,
    strokes: [
      { kind: 'rule', x: 0, y: 0, width: CORE.width, thick: 0.75, colour: INK },
      ...lines.map(({ text }, row) => said(text, 0, 8 + row * pitch, { size: FOOT })),
    ],
  }
}

const lower = (strip: Strip, down: number): Stroke[] =>
  strip.strokes.map(stroke => ({ ...stroke, y: stroke.y + down }))

/** One under the other, as one strip. */
const joined = (strips: readonly Strip[]): Strip => {
  let height = 0
  const strokes: Stroke[] = []
  for (const strip of strips) {
    strokes.push(...lower(strip, height))
    height += strip.height
  }
  return { height, strokes }
}

/** Signature and date never stand alone on a page: the last two lines of the text stay with them. */
const withEnd = (text: readonly Strip[], ends: readonly Strip[]): Strip[] => {
  const last = text.slice(-2)
  const kept =
    ends.length > 0 && last.every(({ repeat, height }) => repeat === undefined && height <= PITCH)
  return kept ? [...text.slice(0, -2), joined([...last, ...ends])] : [...text, ...ends]
}

/** Everything the paper says, from top to bottom, in pieces that are not torn. */
export const stripsOf = (paper: Paper, fonts: Fonts): Strip[] => {
  const { title, addressee, blocks } = paper
  const text = [
    ...headOf(fonts, paper),
    ...(paper.head === undefined ? [] : [gap(PITCH)]),
    ...centred(fonts, title, { size: TITLE, face: 'bold' }, PITCH * 1.25),
    gap(PITCH),
    ...(addressee === undefined ? [] : paragraph(fonts, `${addressee}：`, { indent: 0 })),
    ...blocks.flatMap(block => blockStrips(fonts, block)),
  ]
  const ends = [closingStrip(fonts, paper), footStrip(fonts, paper)]
  return withEnd(
    text,
    ends.filter(strip => strip !== undefined),
  )
}
