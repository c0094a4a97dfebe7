import { z } from 'zod'
import type { Case, CaseBrief } from '../cases'
import type { SymmetricKey } from '../platform/crypto'

/** Where in a case a word can stand. */
type Kind = 'target' | 'report' | 'brief' | 'message' | 'file'

/** A part of a case that can be found. `texts` are apart from one another. */
export type Piece = {
  readonly kind: Kind
  readonly id: string
  readonly texts: readonly string[]
}

/** A case that an officer is reading, with its key open. */
export type OpenedCase = { readonly found: Case; readonly caseKey: SymmetricKey }

const Words = z.string().catch('')

/**
 * Of a report: what is told of the matter. Never who told it: what may not become known, how the reporter stands to
 * it and where else it was told are not in the index; an identity lies elsewhere and never comes here.
 */
const Content = z.object({
  // Its name stands in the title.
  target: z.object({ place: Words }).catch({ place: '' }),
  department: Words,
  traceCode: Words,
  billNumber: Words,
  text: Words,
  when: Words,
  period: Words,
})

const filled = (texts: readonly string[]): string[] => texts.filter(text => text.trim() !== '')

export const targetPiece = (title: { readonly target: string }): Piece => ({
  kind: 'target',
  id: '',
  texts: filled([title.target]),
})

/** The account itself stands first. */
export const reportPiece = (report: {
  readonly reportId: string
  readonly content: unknown
}): Piece => {
  const { target, ...rest } = Content.parse(report.content ?? {})
  const { text, department, traceCode, billNumber, when, period } = rest
  const others = [target.place, department, traceCode, billNumber, when, period]
  return { kind: 'report', id: report.reportId, texts: [text, ...filled(others)] }
}

export const briefPiece = (brief: CaseBrief): Piece => ({
  kind: 'brief',
  id: '',
  texts: filled([brief.target, brief.when, brief.how, brief.amount, brief.where]),
})

export const messagePiece = (message: { readonly id: string; readonly body: string }): Piece => ({
  kind: 'message',
  id: message.id,
  texts: filled([message.body]),
})

export const filePiece = (file: { readonly id: string; readonly name: string }): Piece => ({
  kind: 'file',
  id: file.id,
  texts: [file.name],
})
