import type { Case, Cases, CaseTitle } from '../cases'
import type { Dialogue } from '../dialogue'
import type { Evidence } from '../evidence'
import type { Masking } from '../masking'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'
import { briefPiece, filePiece, messagePiece, reportPiece, targetPiece, type Piece } from './words'

export type Deps = {
  readonly cases: Cases
  readonly dialogue: Dialogue
  readonly evidence: Evidence
  readonly masking: Pick<Masking, 'masksOf'>
}

/** A case with everything in it that can be found. */
export type Read = {
  readonly found: Case
  readonly title: CaseTitle | undefined
  readonly pieces: readonly Piece[]
  /** What reporters wrote, to know what of it is masked. */
  readonly contents: readonly unknown[]
  readonly letters: {
    readonly messages: readonly { readonly body: string }[]
    readonly files: readonly { readonly name: string; readonly note: string }[]
  }
}

const byCase = <T extends { readonly caseId: CaseId }>(all: readonly T[]): Map<CaseId, T[]> => {
  const grouped = new Map<CaseId, T[]>()
  for (const one of all) grouped.set(one.caseId, [...(grouped.get(one.caseId) ?? []), one])
  return grouped
}

/** Opens these cases, all of them in a few statements; one whose key is not at hand has no pieces. */
export const readCases = async (
  { cases, dialogue, evidence }: Pick<Deps, 'cases' | 'dialogue' | 'evidence'>,
  tx: Tx,
  found: readonly Case[],
  keys: ReadonlyMap<CaseId, SymmetricKey>,
): Promise<Read[]> => {
  const [titles, reports, briefs, messages, files] = await Promise.all([
    cases.titlesOf(tx, keys),
    cases.contentsOfMany(tx, keys),
    cases.briefsOf(tx, keys),
    dialogue.bodiesOf(tx, keys).then(byCase),
    evidence.namesOf(tx, keys).then(byCase),
  ])
  return found.map(one => {
    const { id } = one
    const title = titles.get(id)
    const brief = briefs.get(id)
    const own = { messages: messages.get(id) ?? [], files: files.get(id) ?? [] }
    const sent = reports.get(id) ?? []
    return {
      found: one,
      title,
      pieces: [
        ...(title === undefined ? [] : [targetPiece(title)]),
        ...(brief === undefined ? [] : [briefPiece(brief)]),
        ...sent.map(reportPiece),
        ...own.messages.map(messagePiece),
        ...own.files.map(filePiece),
      ],
      contents: sent.map(({ content }) => content),
      letters: {
        messages: own.messages.filter(({ from }) => from === 'reporter'),
        files: own.files.filter(({ source }) => source === 'reporter'),
      },
    }
  })
}
