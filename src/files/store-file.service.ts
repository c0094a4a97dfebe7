import type { Readable } from 'node:stream'
import type { Blobs } from '../platform/blobs'
import { newSymmetricKey, sealFile, type SymmetricKey } from '../platform/crypto'
import { KnownError } from '../platform/errors'
import type { Random } from '../platform/random'
import type { RefusedFile } from './file'
import { extensionOf, readFileName, withExtension } from './file-name.rules'
import { openFileStream, type FileStream, type ReadFile } from './file-stream.service'
import { isListed, judge, type Format, type Verdict } from './format.rules'
import { sniff, type Sniffed } from './sniff.service'
import { isWhole } from './whole.rules'

type Deps = { readonly blobs: Blobs; readonly random: Random }

/** A sealed, durable blob that no row names yet. */
export type StoredFile = {
  readonly ok: true
  readonly blobId: string
  readonly fileKey: SymmetricKey
  readonly name: string
  readonly format: Format
  readonly size: number
  readonly sha256: string
  readonly locked: boolean
  /** false: its end is missing, it will hardly open */
  readonly whole: boolean
}

export type SentFile = {
  readonly stream: Readable
  readonly name: string
  /** The media type that the client said. */
  readonly declared: string
}

const refuse = (name: string, verdict: Extract<Verdict, { ok: false }>): RefusedFile => ({
  ok: false,
  name,
  code: verdict.code,
  values: {
    extension: extensionOf(name),
    ...(verdict.instead && { instead: verdict.instead.code }),
  },
})

const judgeSniffed = (name: string, declared: string, { magics }: Sniffed): Verdict =>
  judge(extensionOf(name), declared.toLowerCase().split(';')[0]?.trim() ?? '', magics)

/** The disk or its quota is full. The file is not taken; what was taken before stays. */
const isFull = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(String(error.code))

type Sealed = {
  readonly blobId: string
  readonly fileKey: SymmetricKey
  readonly read: ReadFile
  readonly sha256: string
}

const seal = async (
  { blobs, random }: Deps,
  file: FileStream,
): Promise<Sealed | 'too-big' | 'no-room'> => {
  const blobId = random.uuid()
  const fileKey = newSymmetricKey(random)
  try {
    const { bytes, sha256 } = sealFile(fileKey, blobId, file.pour())
    await blobs.write(blobId, bytes)
    return { blobId, fileKey, read: file.result(), sha256: sha256() }
  } catch (error) {
    if (error instanceof KnownError && error.code === 'too-big') return 'too-big'
    if (isFull(error)) return 'no-room'
    throw error
  }
}

const storeJudged = async (
  deps: Deps,
  file: FileStream,
  { name, declared }: { readonly name: string; readonly declared: string },
  first: Sniffed,
): Promise<StoredFile | RefusedFile> => {
  const sealed = await seal(deps, file)
  if (sealed === 'no-room') return { ok: false, name, code: 'no-room', values: {} }
  if (sealed === 'too-big') {
    return { ok: false, name, code: 'too-big', values: { size: await file.drain() } }
  }
  const { blobId, fileKey, read, sha256 } = sealed
  const { size, tail, jpegEnded } = read
  const sniffed = size > file.head.length ? await sniff(file.head, tail) : first
  const verdict = judgeSniffed(name, declared, sniffed)
  if (!verdict.ok) {
    await deps.blobs.remove(blobId)
    return refuse(name, verdict)
  }
  const { format, addExtension } = verdict
  const whole = isWhole(format, { head: file.head, tail, size, jpegEnded })
  const fullName = addExtension ? withExtension(name, format.extensions[0]) : name
  const { locked } = sniffed
  return { ok: true, blobId, fileKey, name: fullName, format, size, sha256, locked, whole }
}

/**
 * Takes one file off the wire: sniff, hash, seal, store, in constant memory. What is refused is read away
 * and leaves nothing. A stream that breaks throws, and leaves nothing either.
 */
export const storeFile = async (
  deps: Deps,
  sent: SentFile,
  maxBytes: number,
): Promise<StoredFile | RefusedFile> => {
  const name = readFileName(sent.name)
  const file = await openFileStream(sent.stream, maxBytes)
  const taken = await (async (): Promise<StoredFile | RefusedFile> => {
    if (file.head.length === 0) return { ok: false, name, code: 'empty', values: {} }
    const first = await sniff(file.head, Buffer.alloc(0))
    const verdict = judgeSniffed(name, sent.declared, first)
    // An archive's table of contents comes last: only then is it known for sure.
    const mayStillBe = first.container && isListed(extensionOf(name))
    if (!verdict.ok && !mayStillBe) return refuse(name, verdict)
    return storeJudged(deps, file, { name, declared: sent.declared }, first)
  })()
  if (!taken.ok) await file.drain()
  return taken
}
