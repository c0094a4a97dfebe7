import { Readable } from 'node:stream'
import {
  countPages,
  drawPage,
  getFormat,
  type OpenFile,
  type PdfTrouble,
  type Picture,
  redraw,
} from '../files'
import { encryptChunks, newSymmetricKey } from '../platform/crypto'
import { notFound } from '../platform/errors'
import type { EvidenceId } from '../vocabulary/ids'
import type { EvidenceDeps, OpenCase } from './evidence'
import { findFile, saveCopy, saveCopyMeta, type EvidenceRow } from './evidence.repository'
import {
  openCopyBlob,
  openCopyMeta,
  openMeta,
  openOriginalBlob,
  readAll,
  sealCopyKey,
  sealCopyMeta,
} from './sealed-file.service'

/** Drawing needs the whole file in memory. */
const mostBytes = 128 * 1024 * 1024

export type Copies = {
  /** The picture without metadata, made at the first opening; undefined when none can be made. */
  readonly openCopy: (open: OpenCase, id: EvidenceId) => Promise<OpenFile | undefined>
  readonly pageCount: (open: OpenCase, id: EvidenceId) => Promise<number | PdfTrouble>
  /** A PNG. */
  readonly drawPage: (open: OpenCase, id: EvidenceId, page: number) => Promise<Buffer | PdfTrouble>
}

/** @throws not-found `evidence` */
const getRow = async (
  { db }: EvidenceDeps,
  { caseId }: OpenCase,
  id: EvidenceId,
): Promise<EvidenceRow> => {
  const row = await db.inTransaction(tx => findFile(tx, caseId, id))
  if (row === undefined) throw notFound('evidence')
  return row
}

const storeCopy = async (
  { db, blobs, random }: EvidenceDeps,
  { caseKey }: OpenCase,
  id: EvidenceId,
  { type, bytes }: Picture,
): Promise<void> => {
  const blobId = random.uuid()
  const key = newSymmetricKey(random)
  await blobs.write(blobId, encryptChunks(key, blobId, Readable.from([bytes])))
  const first = await db.inTransaction(tx =>
    saveCopy(tx, id, {
      clean_blob_id: blobId,
      sealed_clean_key: sealCopyKey(caseKey, id, key),
      sealed_clean_meta: sealCopyMeta(caseKey, id, { type, size: bytes.length }),
    }),
  )
  if (!first) await blobs.remove(blobId)
}

const canBeDrawn = (format: string, size: number): boolean =>
  getFormat(format).shelf === 'image' && getFormat(format).viewable && size <= mostBytes

const makeCopy = async (
  deps: EvidenceDeps,
  open: OpenCase,
  row: EvidenceRow,
): Promise<OpenFile | undefined> => {
  const { format, size } = openMeta(open.caseKey, row)
  if (!canBeDrawn(format, size)) return undefined
  const original = await readAll(openOriginalBlob(deps.blobs, open.caseKey, row))
  const picture = await redraw(format, original)
  if (picture === undefined) return undefined
  await storeCopy(deps, open, row.id, picture)
  return openCopyBlob(deps.blobs, open.caseKey, await getRow(deps, open, row.id))
}

/** The same work asked for twice at the same time is done once. */
const once = <T>() => {
  const running = new Map<string, Promise<T>>()
  return (id: string, work: () => Promise<T>): Promise<T> => {
    const going = running.get(id)
    if (going !== undefined) return going
    const started = work().finally(() => running.delete(id))
    running.set(id, started)
    return started
  }
}

const readPdf = async (
  deps: EvidenceDeps,
  open: OpenCase,
  row: EvidenceRow,
): Promise<Buffer | undefined> => {
  const { format, size } = openMeta(open.caseKey, row)
  if (format !== 'pdf' || size > mostBytes) return undefined
  return readAll(openOriginalBlob(deps.blobs, open.caseKey, row))
}

export const createCopies = (deps: EvidenceDeps): Copies => {
  const copying = once<OpenFile | undefined>()
  return {
    openCopy: async (open, id) => {
      const row = await getRow(deps, open, id)
      const made = openCopyBlob(deps.blobs, open.caseKey, row)
      return made ?? copying(id, () => makeCopy(deps, open, row))
    },

    pageCount: async (open, id) => {
      const row = await getRow(deps, open, id)
      const { pages: known } = openCopyMeta(open.caseKey, row)
      if (known !== undefined) return known
      const bytes = await readPdf(deps, open, row)
      const pages = bytes === undefined ? 'broken' : await countPages(bytes)
      if (typeof pages === 'number') {
        const sealed = sealCopyMeta(open.caseKey, id, { pages })
        await deps.db.inTransaction(tx => saveCopyMeta(tx, id, sealed))
      }
      return pages
    },

    drawPage: async (open, id, page) => {
      const bytes = await readPdf(deps, open, await getRow(deps, open, id))
      return bytes === undefined ? 'broken' : drawPage(bytes, page)
    },
  }
}
