import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { Audit } from '../audit'
import type { CaseTitle, Cases } from '../cases'
import type { Clock } from '../platform/clock'
import { openJson, sealJson, type SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId } from '../vocabulary/ids'
import type { ReportContent } from '../vocabulary/report-content'
import { decide, isSame, itemsOf } from './decide.rules'
import { createMask, maskMark } from './mask.rules'
import type {
  CaseMask,
  OpenCase,
  ReadCase,
  ReadLetters,
  Reading,
  MaskingWish,
  NamedItem,
} from './masking'
import { insertMasking, lastMasking, lastMaskings, type MaskingRow } from './masking.repository'
import { readContent, type OriginalContent } from './report-content'
import {
  answerIsMasked,
  suggest,
  undecided,
  wordsOf,
  type Decided,
  type Suggestion,
} from './suggest.rules'

export type { CaseMask } from './masking'

export type Masking = {
  /** What shows any text of this case as officers may see it. */
  readonly maskOf: (tx: Tx, open: OpenCase) => Promise<CaseMask>
  /** The same for many cases at once, what was written in them brought along. */
  readonly masksOf: (tx: Tx, cases: readonly ReadCase[]) => Promise<ReadonlyMap<CaseId, CaseMask>>
  /** `beside`: what its reporters wrote elsewhere, to a desk above; it may tell who they are as well. */
  readonly read: (tx: Tx, open: OpenCase, beside?: readonly string[]) => Promise<Reading>
  readonly itemsOf: (open: OpenCase, reading: Reading) => NamedItem[]
  /** How the texts would look with this wish; nothing is kept. */
  readonly preview: (open: OpenCase, reading: Reading, wish: MaskingWish) => CaseMask
  /**
   * Keeps what the officer decided, as the next version. What is so already changes nothing.
   * @throws refused `masking.changed` when a colleague set it in between; notFound('case')
   */
  readonly set: (tx: Tx, actor: StaffActor, open: OpenCase, wish: MaskingWish) => Promise<void>
}

type Deps = {
  readonly cases: Cases
  readonly audit: Audit
  readonly clock: Clock
  readonly random: Random
  readonly letters: ReadLetters
}

const Words = z.object({ masked: z.array(z.string()), shown: z.array(z.string()) })

const place = (id: string) => ({ table: 'maskings', column: 'sealed_words', row: id })

const openDecided = (key: SymmetricKey, row: MaskingRow | undefined): Decided =>
  row === undefined ? undecided : Words.parse(openJson(key, place(row.id), row.sealed_words))

const suggestionsOf = (
  contents: readonly OriginalContent[],
  letters: ReadCase['letters'],
  beside: readonly string[] = [],
): Suggestion[] =>
  suggest({
    texts: [
      ...contents.flatMap(({ text, when, period, toldBefore }) => [text, when, period, toldBefore]),
      ...letters.messages.map(({ body }) => body),
      ...letters.files.flatMap(({ name, note }) => [name, note]),
      ...beside,
    ],
    hides: contents.map(({ hide }) => hide),
    targets: contents.map(({ target }) => target.name),
    answered: contents.some(({ relationPlain }) => relationPlain !== ''),
  })

const maskFor = (suggestions: readonly Suggestion[], decided: Decided): CaseMask => {
  const mask = createMask(wordsOf(suggestions, decided))
  const hides = answerIsMasked(decided)
  return {
    ...mask,
    answer: words => (hides && words !== '' ? maskMark : mask.text(words)),
  }
}

/**
 * The name of a target as lists may show it from the first day: a typed one without what the rest of the report
 * tells of its writer. A picked one comes from the public registry.
 */
export const maskedTarget = (content: ReportContent): string => {
  const { choice, name } = content.target
  if (choice === 'institution') return name
  const suggestions = suggestionsOf([readContent(content)], { messages: [], files: [] })
  return maskFor(suggestions, undecided).text(name)
}

const nameOf = (key: SymmetricKey, itemKey: string): string =>
  createHmac('sha256', key).update(`masking item ${itemKey}`).digest('hex').slice(0, 24)

const wished = (open: OpenCase, reading: Reading, wish: MaskingWish): Decided => {
  const items = itemsOf(reading.suggestions, reading.decided)
  const keysOf = (ids: readonly string[]) =>
    new Set(items.map(({ key }) => key).filter(key => ids.includes(nameOf(open.key, key))))
  return decide(items, reading.decided, {
    listed: keysOf(wish.listed),
    ticked: keysOf(wish.ticked),
    added: wish.added,
  })
}

/** Lists show a typed target; what was masked is not to stand there either. */
const maskTitle = async (
  { cases }: Deps,
  tx: Tx,
  { caseId, key }: OpenCase,
  shown: { readonly mask: CaseMask; readonly originals: Reading['originals'] },
): Promise<void> => {
  const keys = new Map([[caseId, key]])
  const title: CaseTitle | undefined = (await cases.titlesOf(tx, keys)).get(caseId)
  const typed = shown.originals[0]?.content.target
  if (title === undefined || typed === undefined || typed.choice === 'institution') return
  const whole = title.target.includes(maskMark) ? typed.name : title.target
  const target = shown.mask.text(whole)
  if (target !== title.target) await cases.retitle(tx, key, caseId, { target })
}

export const createMasking = (deps: Deps): Masking => {
  const { cases, audit, clock, random, letters: readLetters } = deps

  const read: Masking['read'] = async (tx, open, beside) => {
    const { caseId, key } = open
    const reports = await cases.contentsOf(tx, key, caseId)
    const originals = reports.map(({ receivedOn, content }) => ({
      receivedOn,
      content: readContent(content),
    }))
    const letters = await readLetters(tx, open)
    const last = await lastMasking(tx, caseId)
    const decided = openDecided(key, last)
    const contents = originals.map(({ content }) => content)
    const suggestions = suggestionsOf(contents, letters, beside)
    return {
      originals,
      letters,
      suggestions,
      decided,
      version: last?.version ?? 0,
      setBy: last === undefined ? undefined : { staffId: last.staff_id, at: last.set_at },
      mask: maskFor(suggestions, decided),
    }
  }

  return {
    read,
    maskOf: async (tx, open) => (await read(tx, open)).mask,

    masksOf: async (tx, all) => {
      const ids = all.map(({ caseId }) => caseId)
      const last = await lastMaskings(tx, ids)
      return new Map(
        all.map(({ caseId, key, contents, letters }) => {
          const decided = openDecided(key, last.get(caseId))
          return [caseId, maskFor(suggestionsOf(contents.map(readContent), letters), decided)]
        }),
      )
    },

    itemsOf: ({ key }, { suggestions, decided }) =>
      itemsOf(suggestions, decided).map(item => ({ ...item, id: nameOf(key, item.key) })),

    preview: (open, reading, wish) => maskFor(reading.suggestions, wished(open, reading, wish)),

    set: async (tx, actor, open, wish) => {
      const { caseId, key } = open
      await cases.lock(tx, caseId)
      if ((await cases.findVisible(tx, actor, caseId)) === undefined) throw notFound('case')
      const reading = await read(tx, open)
      const next = wished(open, reading, wish)
      // Sent twice: it is set already.
      if (reading.version > 0 && isSame(next, reading.decided)) return
      if (wish.seen !== reading.version) throw refused('masking.changed')
      const id = random.uuid()
      await insertMasking(tx, {
        ...{ id, case_id: caseId, version: reading.version + 1, staff_id: actor.id },
        ...{ set_at: clock(), sealed_words: sealJson(key, place(id), next) },
      })
      const mask = maskFor(reading.suggestions, next)
      await maskTitle(deps, tx, open, { mask, originals: reading.originals })
      await audit.record(tx, actor, actor.organisationId, { deed: 'masking.set', caseId })
    },
  }
}
