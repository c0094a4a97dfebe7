import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import multer, { type StorageEngine } from 'multer'
import { forbidden, KnownError, tooLarge, type RefusalValues } from '../platform/errors'
import { spellIds } from '../platform/http/id-spelling'
import type { Limits } from './file'
import { flatten, textOf, type ParsedForm } from './form-fields.rules'
import type { SentFile } from './store-file.service'

const fieldBytes = 64 * 1024
const fieldCount = 200
/** Headings, boundaries and text fields beside the files. */
const formOverhead = 1024 * 1024
/** How long a sender who was already answered may go on before the line is cut. */
const lingerMilliseconds = 30_000

type Reading = {
  /** Called for each file in turn; the fields that came before it are there. */
  readonly onFile: (file: SentFile, fields: ParsedForm) => Promise<void>
  readonly checkCsrf: (token: string) => boolean
  readonly limits: Limits
  /** For the sentence of the refusal. */
  readonly values: RefusalValues
}

type Parse = (req: IncomingMessage, res: unknown, next: (error?: unknown) => void) => void

const largestRequest = ({ fileBytes, files }: Limits): number => fileBytes * files + formOverhead

const cut = () => new KnownError('malformed', 'evidence.cut')

/** The body did not come to its end; otherwise it was ours to fail. */
const isCut = (req: IncomingMessage, stream: Readable): boolean =>
  (req.destroyed && !req.complete) || stream.errored !== null

/** Everything else that parser and socket say means one thing: the body did not come to its end. */
const fromParser = (error: unknown): Error =>
  error instanceof multer.MulterError ? tooLarge('evidence.form') : cut()

const bodyOf = (req: IncomingMessage): ParsedForm =>
  'body' in req && typeof req.body === 'object' && req.body !== null ? { ...req.body } : {}

const createParser = (
  storage: StorageEngine,
  limits: Limits,
  onBytes: (count: number) => void,
): Parse =>
  multer({
    storage,
    // Without this, Chinese file names arrive garbled.
    defParamCharset: 'utf8',
    limits: {
      fieldSize: fieldBytes,
      fields: fieldCount,
      fieldNameSize: 100,
      fieldNestingDepth: 2,
      fieldArrayIndexLimit: 100,
      files: limits.files + 20,
    },
    streamHandler: (req: IncomingMessage, parser: NodeJS.WritableStream) => {
      req.on('data', (part: Buffer) => {
        onBytes(part.length)
      })
      req.pipe(parser)
    },
  } as multer.Options).any() as unknown as Parse

/** Ends the reading before its end: the parser is left where it is, the rest is read away unread. */
const createStop = (req: IncomingMessage, reject: (error: unknown) => void) => {
  const open: Readable[] = []
  const state = { stopped: false }
  const stop = (error: unknown): void => {
    if (state.stopped) return
    state.stopped = true
    req.unpipe()
    req.resume()
    // Files in work end with an error, and leave nothing.
    for (const stream of open) stream.destroy(new Error('stopped'))
    setTimeout(() => {
      if (!req.complete) req.destroy()
    }, lingerMilliseconds).unref()
    reject(error)
  }
  return { open, state, stop }
}

type Stop = ReturnType<typeof createStop>

const createEngine = (
  { open, stop }: Stop,
  running: Promise<void>[],
  take: (file: Express.Multer.File) => Promise<void>,
): StorageEngine => ({
  _handleFile: (req, file, done) => {
    open.push(file.stream)
    const work = take(file)
    running.push(work)
    work
      .catch((error: unknown) => {
        stop(isCut(req, file.stream) ? cut() : error)
      })
      .finally(() => {
        done(null, {})
      })
  },
  // What a broken form leaves behind is removed by whoever stored it.
  _removeFile: (_req, _file, done) => {
    done(null)
  },
})

/**
 * Reads a form with files. Resolves with its text fields when everything has come; rejects at once when
 * the form is forged or too long, and goes on reading it away for a while so that the answer is seen.
 */
export const readUploadForm = async (
  req: IncomingMessage,
  { onFile, checkCsrf, limits, values }: Reading,
): Promise<Record<string, string>> => {
  const announced = Number(req.headers['content-length'] ?? 0)
  if (announced > largestRequest(limits)) throw tooLarge('evidence.request', values)

  const running: Promise<void>[] = []
  let checked = false
  const checkOnce = () => {
    if (!checked && !checkCsrf(textOf(bodyOf(req), '_csrf'))) throw forbidden('csrf')
    checked = true
  }
  const parsed = new Promise<void>((resolve, reject) => {
    const control = createStop(req, reject)
    const engine = createEngine(control, running, async file => {
      checkOnce()
      const { stream, originalname: name, mimetype: declared } = file
      if (control.state.stopped || file.fieldname !== 'files') stream.resume()
      else await onFile({ stream, name, declared }, bodyOf(req))
    })
    let total = 0
    const parse = createParser(engine, limits, count => {
      total += count
      if (total > largestRequest(limits)) control.stop(tooLarge('evidence.request', values))
    })
    parse(req, undefined, error => {
      if (error === undefined || error === null) resolve()
      else reject(fromParser(error))
    })
  })
  try {
    await parsed
    checkOnce()
  } finally {
    // Nothing may still be writing when the caller tidies up.
    await Promise.allSettled(running)
  }
  return spellIds(flatten(bodyOf(req)))
}
