import type { IncomingMessage } from 'node:http'
import { finished } from 'node:stream/promises'
import { z } from 'zod'
import {
  flatten,
  type Limits,
  readFileName,
  readUploadForm,
  type SentFile,
  sizeInWords,
  type StoredFile,
  storeFile,
  textOf,
} from '../files'
import { dayOf } from '../platform/clock'
import { createBoundedQueue } from '../platform/crypto/queue'
import type { Tx } from '../platform/db/transaction'
import { spellIds } from '../platform/http/id-spelling'
import type { EvidenceId } from '../vocabulary/ids'
import type { EvidenceDeps, Received, Upload, UploadPlace } from './evidence'
import { insertFile, listFiles, lockCaseFiles, type EvidenceRow } from './evidence.repository'
import { createRoom, keepReserve } from './room.service'
import { openMeta, sealFileKey, sealMeta } from './sealed-file.service'

const Once = z.uuid()
type Taken = StoredFile | Extract<Received, { ok: false }>

/** Files of this very form that are already there: each of them answers for one file of the repeat. */
const findRepeats = (place: UploadPlace, once: string, rows: readonly EvidenceRow[]) => {
  const known = rows
    .filter(row => row.once === once)
    .map(row => ({ id: row.id, ...openMeta(place.caseKey, row) }))
  return (file: StoredFile): EvidenceId | undefined => {
    const at = known.findIndex(({ sha256, name }) => sha256 === file.sha256 && name === file.name)
    return at < 0 ? undefined : known.splice(at, 1)[0]?.id
  }
}

const insertStored = async (
  { random, clock }: EvidenceDeps,
  tx: Tx,
  place: UploadPlace & { readonly once: string },
  file: StoredFile,
): Promise<EvidenceId> => {
  const id = random.uuid() as EvidenceId
  const { caseId, caseKey, draftId, reportId, source, once } = place
  const { name, format, size, sha256, locked, whole, fileKey } = file
  await insertFile(tx, {
    id,
    case_id: caseId,
    draft_id: draftId ?? null,
    report_id: reportId ?? null,
    source,
    stage: draftId === undefined ? 'sent' : 'draft',
    once,
    on_day: dayOf(clock()),
    scan: 'unscanned',
    blob_id: file.blobId,
    sealed_key: sealFileKey(caseKey, id, fileKey),
    sealed_meta: sealMeta(caseKey, id, {
      name,
      format: format.code,
      size,
      sha256,
      note: '',
      locked,
      whole,
    }),
  })
  return id
}

type Outcome = { readonly results: Received[]; readonly unused: string[]; readonly stored: number }

/** Rows for what was stored. Counted again under a lock: two windows may send at the same time. */
const keep = async (
  deps: EvidenceDeps,
  tx: Tx,
  place: UploadPlace & { readonly once: string },
  taken: readonly Taken[],
): Promise<Outcome> => {
  const held = place.hold?.(tx) ?? lockCaseFiles(tx, place.caseId)
  const [, rows] = await Promise.all([held, listFiles(tx, place.caseId)])
  const repeatOf = findRepeats(place, place.once, rows)
  const results: Received[] = []
  const unused: string[] = []
  const before = rows.filter(row => row.source === place.source).length
  let stored = 0
  for (const file of taken) {
    if (!file.ok) {
      results.push(file)
      continue
    }
    const { name } = file
    const repeated = repeatOf(file)
    if (repeated !== undefined) {
      unused.push(file.blobId)
      results.push({ ok: true, id: repeated, name })
    } else if (before + stored >= (place.most ?? deps.limits.files)) {
      unused.push(file.blobId)
      results.push({ ok: false, name, code: 'too-many', values: { have: before + stored } })
    } else {
      results.push({ ok: true, id: await insertStored(deps, tx, place, file), name })
      stored += 1
    }
  }
  return { results, unused, stored }
}

type Unread = Pick<Extract<Received, { ok: false }>, 'code' | 'values'>

const refuseUnread = async (sent: SentFile, why: Unread): Promise<Taken> => {
  sent.stream.resume()
  await finished(sent.stream)
  return { ok: false, name: readFileName(sent.name), ...why }
}

/** `room`: the disk has more than its reserve. */
type RoomyPlace = UploadPlace & { readonly room: boolean }

const whyNot = (stored: number, { files }: Limits, { room }: RoomyPlace): Unread | undefined => {
  if (!room) return { code: 'no-room', values: {} }
  return stored >= files ? { code: 'too-many', values: { have: files } } : undefined
}

/** Reads the form, stores its files; `once` is read before the first file or made up. */
const takeForm = async (deps: EvidenceDeps, req: IncomingMessage, place: RoomyPlace) => {
  const { limits } = deps
  // By the order in which they were chosen: a small file is done before the large one ahead of it.
  const places: (Taken | undefined)[] = []
  const taken = () => places.filter(file => file !== undefined)
  const tidy = async () => {
    for (const file of taken()) if (file.ok) await deps.blobs.remove(file.blobId)
  }
  try {
    const fields = await readUploadForm(req, {
      limits,
      checkCsrf: place.checkCsrf,
      values: { each: sizeInWords(limits.fileBytes), files: limits.files },
      onFile: async sent => {
        const why = whyNot(taken().filter(file => file.ok).length, limits, place)
        const at = places.push(undefined) - 1
        places[at] = await (why === undefined
          ? storeFile(deps, sent, limits.fileBytes)
          : refuseUnread(sent, why))
      },
    })
    return { fields, taken: taken(), tidy }
  } catch (error) {
    await tidy()
    throw error
  }
}

class FirstFile extends Error {}

/** See Evidence.readWords. */
export const createReadWords =
  ({ limits }: EvidenceDeps) =>
  async (
    req: IncomingMessage,
    checkCsrf: UploadPlace['checkCsrf'],
  ): Promise<Readonly<Record<string, string>>> => {
    let words: Readonly<Record<string, string>> = {}
    try {
      return await readUploadForm(req, {
        limits,
        checkCsrf,
        values: { each: sizeInWords(limits.fileBytes), files: limits.files },
        onFile: (_sent, fields) => {
          words = spellIds(flatten(fields))
          return Promise.reject(new FirstFile())
        },
      })
    } catch (error) {
      if (error instanceof FirstFile) return words
      throw error
    }
  }

const receive = async (
  deps: EvidenceDeps,
  req: IncomingMessage,
  place: RoomyPlace,
): Promise<Upload> => {
  const { fields, taken, tidy } = await takeForm(deps, req, place)
  const given = Once.safeParse(textOf(fields, 'once'))
  const once = given.success ? given.data : deps.random.uuid()
  const work = { done: false }
  try {
    const { unused, ...kept } = await deps.db.inTransaction(async tx => {
      const outcome = await keep(deps, tx, { ...place, once }, taken)
      const { results, stored } = outcome
      await place.afterStored?.(tx, { fields, results, stored })
      work.done = true
      return outcome
    })
    for (const blobId of unused) await deps.blobs.remove(blobId)
    return { fields, ...kept }
  } catch (error) {
    // A commit that failed to answer may have happened: then rows name these blobs, and only the sweep
    // can tell.
    if (!work.done) await tidy()
    throw error
  }
}

const uploadsAtOnce = 40

/** What is announced beyond the limit will not be read either. */
const announcedBytes = (req: IncomingMessage, { fileBytes, files }: Limits): number =>
  Math.min(Number(req.headers['content-length'] ?? 0) || 0, fileBytes * files)

/** See Evidence.receive. */
export const createReceive = (deps: EvidenceDeps) => {
  // Slow lines hold their place for hours; whoever comes on top is told to come back.
  const inTurn = createBoundedQueue({
    atOnce: uploadsAtOnce,
    waiting: 0,
    busy: 'evidence.uploads-busy',
  })
  const withRoom = createRoom(deps)
  const careful = { ...deps, blobs: keepReserve(deps) }
  return (req: IncomingMessage, place: UploadPlace): Promise<Upload> =>
    inTurn(() =>
      withRoom(announcedBytes(req, deps.limits), room => receive(careful, req, { ...place, room })),
    )
}
