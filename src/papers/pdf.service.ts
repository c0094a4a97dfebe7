import path from 'node:path'
import PDFDocument from 'pdfkit'
import { projectRoot } from '../platform/root'
import { printable } from './lines.rules'
import { CORE, folio, FOLIO, MARGIN, MARK, PAGE, PITCH, RED } from './page.rules'
import { pagesOf } from './pages.rules'
import type { Paper } from './paper.rules'
import type { Face, Page, Stroke } from './strip.rules'
import { stripsOf, type Fonts } from './strips.rules'

type Pdf = InstanceType<typeof PDFDocument>

const fontFile: Record<Face, string> = {
  regular: path.join(projectRoot, 'assets/fonts/NotoSansSC_400Regular.ttf'),
  bold: path.join(projectRoot, 'assets/fonts/NotoSansSC_700Bold.ttf'),
}

/** No time finer than a day, no name of a person or of a machine stands in the file itself. */
const infoOf = ({ title, closing, head }: Paper) => ({
  Title: printable(title),
  Author: head ?? closing?.body ?? '',
  Producer: '',
  Creator: '',
  CreationDate: new Date(`${closing?.day ?? '2000-01-01'}T00:00:00Z`),
})

const open = (paper: Paper): Pdf => {
  const pdf = new PDFDocument({
    ...{ size: [PAGE.width, PAGE.height], margin: 0, autoFirstPage: false, lang: 'zh-CN' },
    ...{ info: infoOf(paper), displayTitle: true },
  })
  for (const face of ['regular', 'bold'] as const) pdf.registerFont(face, fontFile[face])
  return pdf
}

/** A font's line begins above its signs: half of what it has over the size. */
const RISE = 0.224

const drawText = (pdf: Pdf, stroke: Extract<Stroke, { kind: 'text' }>): void => {
  pdf.font(stroke.face).fontSize(stroke.size).fillColor(stroke.colour)
  pdf.text(stroke.text, MARGIN.left + stroke.x, MARGIN.top + stroke.y - stroke.size * RISE, {
    ...{ lineBreak: false, characterSpacing: stroke.spread },
  })
}

const drawSeal = (pdf: Pdf, { x, y, across }: Extract<Stroke, { kind: 'seal' }>): void => {
  const [middle, height] = [MARGIN.left + x, MARGIN.top + y]
  pdf
    .circle(middle, height, across / 2)
    .dash(2, { space: 2 })
    .lineWidth(0.75)
    .stroke(RED)
    .undash()
  pdf.font('regular').fontSize(MARK).fillColor(RED)
  const word = '用印处'
  pdf.text(word, middle - pdf.widthOfString(word) / 2, height - across / 2 + 8, {
    lineBreak: false,
  })
}

const drawStroke = (pdf: Pdf, stroke: Stroke): void => {
  if (stroke.kind === 'text') drawText(pdf, stroke)
  else if (stroke.kind === 'seal') drawSeal(pdf, stroke)
  else {
    const [x, y] = [MARGIN.left + stroke.x, MARGIN.top + stroke.y]
    if (stroke.kind === 'box')
      pdf.rect(x, y, stroke.width, stroke.height).lineWidth(0.5).stroke('#000000')
    else
      pdf
        .moveTo(x, y)
        .lineTo(x + stroke.width, y)
        .lineWidth(stroke.thick)
        .stroke(stroke.colour)
  }
}

/** Single pages have their number at the right, the others at the left, one sign in. */
const drawFolio = (pdf: Pdf, number: number): void => {
  pdf.font('regular').fontSize(FOLIO).fillColor('#000000')
  const text = folio(number)
  const right = CORE.width - FOLIO - pdf.widthOfString(text)
  const x = MARGIN.left + (number % 2 === 1 ? right : FOLIO)
  pdf.text(text, x, PAGE.height - MARGIN.bottom + PITCH * 0.6, { lineBreak: false })
}

const drawMark = (pdf: Pdf, mark: string | undefined): void => {
  if (mark === undefined) return
  pdf.font('regular').fontSize(MARK).fillColor('#595959')
  pdf.text(printable(mark), MARGIN.left, MARGIN.top / 2, { lineBreak: false })
}

const drawPage = (pdf: Pdf, page: Page, number: number, mark: string | undefined): void => {
  pdf.addPage()
  drawMark(pdf, mark)
  for (const stroke of page) drawStroke(pdf, stroke)
  drawFolio(pdf, number)
}

/** The paper as PDF. Takes a tenth of a second of one core: call it through `drawPdf`, which has a thread for it. */
export const makePdf = async (paper: Paper): Promise<Buffer> => {
  const pdf = open(paper)
  const pieces: Buffer[] = []
  pdf.on('data', (piece: Buffer) => pieces.push(piece))
  const ended = new Promise<void>(resolve => pdf.once('end', resolve))
  const fonts: Fonts = (text, size, face) => pdf.font(face).fontSize(size).widthOfString(text)
  for (const [index, page] of pagesOf(stripsOf(paper, fonts)).entries())
    drawPage(pdf, page, index + 1, paper.mark)
  pdf.end()
  await ended
  return Buffer.concat(pieces)
}
