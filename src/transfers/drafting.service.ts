import type { Visitor } from '../accounts'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound, refused } from '../platform/errors'
import type { CaseId, TransferId } from '../vocabulary/ids'
import { caseWords, type PackFacts } from './pack-papers'
import type { Faults } from './pack-words.service'
import { wordFaults } from './pack-words.service'
import { chosenFiles, drawPack, hasCleanCopy, readFacts, type Made } from './pack.service'
import { keepPieces, sealContent, sealMeta } from './sealed-transfer'
import type { NewTransfer, OpenCase, Receiver, TransferContent } from './transfer'
import type { Choices, Frame } from './transfer-file'
import { openCase, receiverOf, whoIs, type TransferDeps } from './transfer-room'
import { isTransferable } from './transfer.rules'
import { findTransfer, insertFile, insertTransfer } from './transfers.repository'

const choicesOf = async (
  { lawbook, clock }: TransferDeps,
  tx: Tx,
  { found }: OpenCase,
): Promise<Choices> => {
  const at = { place: found.regionCode ?? '*', on: dayOf(clock()) }
  const all = await lawbook.limits(tx, at)
  return {
    receivers: await lawbook.list(tx, 'transfer-receiver', at),
    limits: {
      ...{ min: all['reason.min'], max: all['reason.max'], text: all['transfer.text'] },
      ...{ name: all['measure.name'], files: all['transfer.files'] },
      bytes: all['transfer.megabytes'] * 1024 * 1024,
    },
  }
}

/** What the page of a new transfer needs. @throws notFound('case'), forbidden('case.no-key') */
export const createFrame =
  (deps: TransferDeps) =>
  async (tx: Tx, visitor: Visitor, caseId: CaseId): Promise<Frame> => {
    const open = await openCase(deps, tx, visitor, caseId)
    const { found, key } = open
    const mask = await deps.masking.maskOf(tx, { caseId, key })
    const files = await deps.evidence.list(tx, { caseId, caseKey: key }, { stage: 'sent' })
    const brief = await deps.cases.briefOf(tx, key, caseId)
    return {
      ...{ found, ...(await choicesOf(deps, tx, open)) },
      target: mask.text(brief?.target ?? ''),
      hasBrief: brief !== undefined,
      who: await whoIs(deps, tx, visitor, caseId),
      files: files.map(file => ({
        ...{ id: file.id, name: mask.fileName(file.name) },
        clean: hasCleanCopy(file),
      })),
    }
  }

type Ready = { readonly open: OpenCase; readonly receiver: Receiver; readonly facts: PackFacts }

/** Two officers: whoever hands over a suspicion of crime does not do so alone. */
const checkHandlers = async ({ cases }: TransferDeps, tx: Tx, { open, receiver }: Ready) => {
  const officers = await cases.officersOf(tx, [open.found.id])
  const handling = officers.filter(one => one.handling).length
  if (handling < (receiver.data.handlers ?? 0)) throw refused('transfer.handlers')
}

const ready = async (
  deps: TransferDeps,
  tx: Tx,
  visitor: Visitor,
  { caseId, wish }: { readonly caseId: CaseId; readonly wish: NewTransfer },
): Promise<Ready> => {
  const open = await openCase(deps, tx, visitor, caseId)
  const who = await whoIs(deps, tx, visitor, caseId)
  if (!who.writes) throw forbidden('transfer.not-yours')
  if (!isTransferable(open.found.state)) throw refused('transfer.state')
  const receiver = await receiverOf(deps, tx, open, wish.receiver)
  const here = { open, receiver, facts: await readFacts(deps, tx, open) }
  await checkHandlers(deps, tx, here)
  return here
}

const typedIn = ({ receiverName, reason, report, items }: TransferContent) => ({
  ...{ name: receiverName, reason, text: report },
  words: items.join('\n'),
})

const contentOf = ({ receiverName, reason, report, items }: NewTransfer): TransferContent => ({
  ...{ receiverName, reason, report, items },
})

const keep = async (
  deps: TransferDeps,
  tx: Tx,
  visitor: Visitor,
  { here, wish, files }: { here: Ready; wish: NewTransfer; files: readonly Made[] },
): Promise<void> => {
  const { audit, random, clock } = deps
  const { found, key } = here.open
  const id = wish.once
  await insertTransfer(tx, {
    ...{ id, case_id: found.id, organisation_id: found.organisationId, state: 'draft' },
    ...{ receiver: wish.receiver, made_by: visitor.actor.id, made_at: clock() },
    sealed_content: sealContent(key, id, contentOf(wish)),
  })
  for (const [ordinal, { bytes, ...rest }] of files.entries()) {
    const file = { id: random.uuid(), ordinal, ...rest }
    await insertFile(tx, id, { id: file.id, ordinal, sealed_meta: sealMeta(key, file) })
    await keepPieces(tx, { transferId: id, fileId: file.id, key })(bytes)
  }
  await audit.record(tx, visitor.actor, found.organisationId, {
    ...{ deed: 'transfer.drafted', caseId: found.id, subject: id, ground: wish.receiver },
  })
}

type Drafted =
  | { readonly kind: 'made'; readonly id: TransferId }
  | { readonly kind: 'faults'; readonly faults: Faults }

/**
 * Brings a transfer together: what was typed, and the very bytes that would leave. All of it or nothing; the same
 * form again is the same transfer.
 * @throws refused `transfer.*`; forbidden('transfer.not-yours'), notFound('case')
 */
export const createDrafting =
  (deps: TransferDeps) =>
  async (visitor: Visitor, caseId: CaseId, wish: NewTransfer): Promise<Drafted> => {
    const { db } = deps
    const before = await db.inTransaction(tx => knownBefore(tx, visitor, caseId, wish.once))
    if (before) return { kind: 'made', id: wish.once }
    const looked = await db.inTransaction(async tx => {
      const here = await ready(deps, tx, visitor, { caseId, wish })
      const asked = { actor: visitor.actor, typed: typedIn(wish), fromCase: caseWords(here.facts) }
      const faults = await wordFaults(deps, tx, here.open, asked)
      const chosen = await chosenFiles(deps, tx, here.open, wish.files)
      return { here, faults, chosen, choices: await choicesOf(deps, tx, here.open) }
    })
    const { here, faults, chosen, choices } = looked
    if (Object.keys(faults).length > 0) return { kind: 'faults', faults }
    const pack = { facts: here.facts, law: here.receiver.data, content: contentOf(wish), chosen }
    const files = await drawPack(deps, here.open, { ...pack, most: choices.limits })
    await db.inTransaction(async tx => {
      await deps.cases.lock(tx, caseId)
      if (await knownBefore(tx, visitor, caseId, wish.once)) return
      // What was set, written or ended while the papers were drawn counts.
      const now = await ready(deps, tx, visitor, { caseId, wish })
      if (JSON.stringify(now.facts) !== JSON.stringify(here.facts))
        throw refused('transfer.changed')
      await keep(deps, tx, visitor, { here: now, wish, files })
    })
    return { kind: 'made', id: wish.once }
  }

const knownBefore = async (tx: Tx, { actor }: Visitor, caseId: CaseId, id: TransferId) => {
  const known = await findTransfer(tx, id)
  if (known === undefined) return false
  if (known.case_id !== caseId || known.made_by !== actor.id) throw notFound('transfer')
  return true
}
