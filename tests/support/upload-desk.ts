import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { Agent, createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { createEvidence, type Upload, type UploadPlace } from '../../src/evidence'
import type { Limits } from '../../src/files'
import { createDiskBlobs, type Blobs } from '../../src/platform/blobs'
import { newSymmetricKey } from '../../src/platform/crypto'
import { KnownError } from '../../src/platform/errors'
import { systemRandom } from '../../src/platform/random'
import type { CaseId, DraftId, EvidenceId } from '../../src/vocabulary/ids'
import { cloneDatabase } from './database'

export type SentPart = {
  readonly name: string
  readonly bytes: Buffer
  readonly type?: string
}

export type Reply = {
  readonly status: number
  readonly code?: string
  readonly upload?: Upload
}

const line = (text: string) => Buffer.from(`${text}\r\n`, 'utf8')

/** A multipart body as browsers write it. */
export const multipart = (
  fields: Readonly<Record<string, string>>,
  files: readonly SentPart[],
  boundary = 'boundary42',
): Buffer => {
  const parts: Buffer[] = []
  for (const [name, value] of Object.entries(fields))
    parts.push(
      line(`--${boundary}`),
      line(`Content-Disposition: form-data; name="${name}"`),
      line(''),
      line(value),
    )
  for (const { name, bytes, type } of files)
    parts.push(
      line(`--${boundary}`),
      line(`Content-Disposition: form-data; name="files"; filename="${name}"`),
      line(`Content-Type: ${type ?? 'application/octet-stream'}`),
      line(''),
      bytes,
      line(''),
    )
  return Buffer.concat([...parts, line(`--${boundary}--`)])
}

const statusOf: Record<string, number> = {
  forbidden: 403,
  'too-large': 413,
  malformed: 400,
  unavailable: 503,
}

const readAll = async (message: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

export const walk = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name))

type StoredRow = {
  readonly id: EvidenceId
  readonly sealed_key: Buffer
  readonly sealed_meta: Buffer
}

type Wish = {
  readonly free?: () => number
  readonly reserveBytes?: number
  readonly limits?: Partial<Limits>
  readonly wrapBlobs?: (blobs: Blobs) => Blobs
}

/** The receiver on a loopback port, over a database and a blob folder of its own. */
export const openUploadDesk = async ({
  limits,
  wrapBlobs = blobs => blobs,
  free = () => Number.POSITIVE_INFINITY,
  reserveBytes = 0,
}: Wish = {}) => {
  const database = await cloneDatabase()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mingshao-blobs-'))
  let now = new Date('2026-11-22T02:00:00Z')
  const clock = () => now
  const evidence = createEvidence({
    db: database.db,
    blobs: wrapBlobs(createDiskBlobs(folder, clock)),
    random: systemRandom,
    clock,
    limits: { fileBytes: 8 * 1024 * 1024, files: 20, ...limits },
    disk: { free: () => Promise.resolve(free()), reserveBytes },
  })
  const open = { caseId: randomUUID() as CaseId, caseKey: newSymmetricKey(systemRandom) }
  const draftId = randomUUID() as DraftId
  const more: { place: Partial<UploadPlace> } = { place: {} }
  const place = (): UploadPlace => ({
    ...open,
    source: 'reporter',
    draftId,
    checkCsrf: token => token === 'right',
    ...more.place,
  })
  const underWay = new Set<Socket>()
  const server = createServer((req, res) => {
    underWay.add(req.socket)
    const received = evidence.receive(req, place()).finally(() => underWay.delete(req.socket))
    received.then(
      upload => res.end(JSON.stringify({ status: 200, upload } satisfies Reply)),
      (error: unknown) => {
        const known = error instanceof KnownError
        const status = known ? (statusOf[error.kind] ?? 409) : 500
        const code = known ? error.code : String(error)
        res.statusCode = status
        res.end(JSON.stringify({ status, code } satisfies Reply))
      },
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  const start = (headers: Record<string, string | number>) =>
    httpRequest({
      port,
      // A line of its own: one that is used again may be closed from the other side at that very moment.
      agent: new Agent({ keepAlive: true }),
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=boundary42', ...headers },
    })

  /** Sends these bytes; `cutAfter` hangs up in the middle. */
  const post = (body: Buffer, headers: Record<string, string | number> = {}): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const said = 'transfer-encoding' in headers ? {} : { 'content-length': body.length }
      const asked = start({ ...said, ...headers })
      asked.on('response', answer => {
        readAll(answer).then(text => {
          resolve(JSON.parse(text) as Reply)
        }, reject)
      })
      asked.on('error', reject)
      asked.end(body)
    })

  const send = (
    files: readonly SentPart[],
    fields: Record<string, string> = { _csrf: 'right', once: randomUUID() },
  ) => post(multipart(fields, files))

  /** Sends the first bytes of a longer body, hangs up when they have arrived, and waits until the other side has done with it. */
  const breakOff = async (body: Buffer, after: number): Promise<void> => {
    const sent = Math.floor(after)
    const asked = start({ 'content-length': body.length })
    asked.on('error', () => undefined)
    asked.write(body.subarray(0, sent))
    await waitFor(() => [...underWay].some(line => line.bytesRead > sent))
    asked.destroy()
    await waitFor(() => underWay.size === 0)
  }

  return {
    ...{ database, db: database.db, tables: database.tables, evidence, open, draftId, folder },
    ...{ port, start, post, send, breakOff, more },
    rows: async (): Promise<StoredRow[]> =>
      database.tables<StoredRow>('evidence_files').orderBy('arrival'),
    blobs: () => walk(folder),
    stored: () => Buffer.concat(walk(folder).map(file => readFileSync(file))),
    listed: () => database.db.inTransaction(tx => evidence.list(tx, open)),
    readBack: async (id: EvidenceId | undefined): Promise<Buffer> => {
      if (id === undefined) throw new Error('no such file')
      const file = await database.db.inTransaction(tx => evidence.openOriginal(tx, open, id))
      const parts: Buffer[] = []
      for await (const part of file.read(0, file.size - 1)) parts.push(part)
      return Buffer.concat(parts)
    },
    setNow: (moment: string) => {
      now = new Date(moment)
    },
    forget: async () => {
      more.place = {}
      await database.tables.raw('TRUNCATE evidence_files CASCADE')
      for (const file of walk(folder)) rmSync(file)
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Looks again until it is so, for thirty seconds: a machine may be busy. */
export const waitFor = async (isSo: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 1500 && !isSo(); tries += 1)
    await new Promise(resolve => setTimeout(resolve, 20))
  if (!isSo()) throw new Error('it did not happen within thirty seconds')
}

export type UploadDesk = Awaited<ReturnType<typeof openUploadDesk>>
export const noise = (bytes: number): Buffer => randomBytes(bytes)
