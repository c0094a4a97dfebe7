import { Readable } from 'node:stream'
import {
  countPages,
  drawPage,
  getFormat,
  type OpenFile,
  type PdfTrouble,
  type Picture,
  type PictureTrouble,
  redraw,
} from '../files'
import { newSymmetricKey, sealFile } from '../platform/crypto'
import { notFound } from '../platform/errors'
import type { EvidenceId } from '../vocabulary/ids'
import type { EvidenceDeps, OpenCase } from './evidence'
import { findFile, saveCopy, saveCopyMeta, type EvidenceRow } from './evidence.repository'
import {
  openCopyBlob,
  openCopyMeta,
  openMeta,
  openOriginalBlob,
  sealCopyKey,
  sealCopyMeta,
} from './sealed-file.service'

/** Drawing needs the whole file in memory. */
const mostBytes = 100 * 1024 * 1024

export type Copies = {
  /** The picture without metadata, made at the first opening; or why none can be made. */
  readonly openCopy: (open: OpenCase, id: EvidenceId) => Promise<OpenFile | PictureTrouble>
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
  await blobs.write(blobId, sealFile(key, blobId, Readable.from([bytes])).bytes)
  const first = await db.inTransaction(tx =>
    saveCopy(tx, id, {
      clean_blob_id: blobId,
      sealed_clean_key: sealCopyKey(caseKey, id, key),
      sealed_clean_meta: sealCopyMeta(caseKey, id, { type, size: bytes.length }),
    }),
  )
  if (!first) await blobs.remove(blobId)
}

const makeCopy = async (
  deps: EvidenceDeps,
  open: OpenCase,
  row: EvidenceRow,
): Promise<OpenFile | PictureTrouble> => {
  const { format, size } = openMeta(open.caseKey, row)
  const { shelf, viewable } = getFormat(format)
  if (shelf !== 'image' || !viewable) return 'broken'
  if (size > mostBytes) return 'too-large'
  const original = openOriginalBlob(deps.blobs, open.caseKey, row)
  const picture = await redraw(format, () => original.read(0, size - 1))
  if (typeof picture === 'string') return picture
  await storeCopy(deps, open, row.id, picture)
  return openCopyBlob(deps.blobs, open.caseKey, await getRow(deps, open, row.id)) ?? 'broken'
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

/** Nothing is read here: a document's bytes are fetched when it is its turn to be drawn. */
const findPdf = (
  deps: EvidenceDeps,
  open: OpenCase,
  row: EvidenceRow,
): PdfTrouble | (() => AsyncIterable<Buffer>) => {
  const { format, size } = openMeta(open.caseKey, row)
  if (format !== 'pdf') return 'broken'
  if (size > mostBytes) return 'too-large'
  const original = openOriginalBlob(deps.blobs, open.caseKey, row)
  return () => original.read(0, size - 1)
}

const countOnce = async (
  deps: EvidenceDeps,
  open: OpenCase,
  row: EvidenceRow,
): Promise<number | PdfTrouble> => {
  const source = findPdf(deps, open, row)
  if (typeof source === 'string') return source
  const pages = await countPages(source)
  if (typeof pages === 'number') {
    const sealed = sealCopyMeta(open.caseKey, row.id, { pages })
    await deps.db.inTransaction(tx => saveCopyMeta(tx, row.id, sealed))
  }
  return pages
}

export const createCopies = (deps: EvidenceDeps): Copies => {
  const copying = once<OpenFile | PictureTrouble>()
  const counting = once<number | PdfTrouble>()
  const drawing = once<Buffer | PdfTrouble>()
  return {
    openCopy: async (open, id) => {
      const row = await getRow(deps, open, id)
      const made = openCopyBlob(deps.blobs, open.caseKey, row)
      return made ?? copying(id, () => makeCopy(deps, open, row))
    },

    pageCount: async (open, id) => {
      const row = await getRow(deps, open, id)
      const { pages: known } = openCopyMeta(open.caseKey, row)
      return known ?? counting(id, () => countOnce(deps, open, row))
    },

    drawPage: async (open, id, page) => {
      const source = findPdf(deps, open, await getRow(deps, open, id))
      if (typeof source === 'string') return source
      return drawing(`${id} ${page}`, () => drawPage(source, page))
    },
  }
}
