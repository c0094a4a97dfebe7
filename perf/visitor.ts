import { once } from 'node:events'
import { Agent, request as open, type IncomingMessage } from 'node:http'
import type { Writable } from 'node:stream'
import { hiddenFields, PageLost, type Page } from '../tests/support/plain-form'

/**
 * A browser without JavaScript, as far as a bench needs one: cookies, redirects, forms, one kept
 * connection. It shares the machine with what it measures, so it does no more than it must.
 */
export type Visitor = {
  readonly get: (path: string) => Promise<Page>
  /** Sends the page's form with that action, its hidden fields included. */
  readonly send: (page: Page, action: string, fields: Fields, files?: Files) => Promise<Page>
  /** The same with one large file, poured from memory as fast as the other side takes it. */
  readonly pour: (page: Page, action: string, fields: Fields, file: LargeFile) => Promise<Page>
  /** Sends it, and does not go where the answer leads: only that is told. */
  readonly sendOnly: (
    page: Page,
    action: string,
    fields: Fields,
    files?: Files,
  ) => Promise<string | undefined>
  readonly requests: () => number
  readonly leave: () => void
}

type Fields = readonly (readonly [string, string])[]
type File = { readonly name: string; readonly type: string; readonly bytes: Uint8Array }
/** None: the form is sent as one with files all the same, as a browser does. */
type Files = readonly File[]
/** `head`, and then the same bytes over and over until it is as long as it says. */
export type LargeFile = Omit<File, 'bytes'> & {
  readonly head: Buffer
  readonly filling: Buffer
  readonly size: number
}
type Body = {
  readonly type: string
  readonly length: number
  readonly writeTo: (sink: Writable) => void
}
type Headers = Record<string, string | number>

const BOUNDARY = 'bench-eb1f2a0c7d'
const part = (head: string) => `--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}`

const fieldPart = ([name, value]: readonly [string, string]) =>
  `${part(`name="${name}"`)}\r\n\r\n${value}\r\n`

/** What stands before a file's bytes and behind them; the bytes themselves may be poured in between. */
const formAround = (fields: Fields, file: Omit<File, 'bytes'>) => ({
  before: Buffer.from(
    `${fields.map(fieldPart).join('')}${part(`name="files"; filename="${file.name}"`)}\r\n` +
      `Content-Type: ${file.type}\r\n\r\n`,
  ),
  behind: Buffer.from('\r\n'),
})

const formEnd = Buffer.from(`--${BOUNDARY}--\r\n`)
const formType = `multipart/form-data; boundary=${BOUNDARY}`

const wholeBody = (type: string, bytes: Buffer): Body => ({
  type,
  length: bytes.length,
  writeTo: sink => {
    sink.end(bytes)
  },
})

const bodyOf = (fields: Fields, files: Files | undefined): Body => {
  if (files === undefined) {
    const pairs = fields.map(([name, value]): [string, string] => [name, value])
    const bytes = Buffer.from(new URLSearchParams(pairs).toString())
    return wholeBody('application/x-www-form-urlencoded', bytes)
  }
  const parts: Uint8Array[] = [Buffer.from(fields.map(fieldPart).join(''))]
  for (const file of files) {
    const { before, behind } = formAround([], file)
    parts.push(before, file.bytes, behind)
  }
  return wholeBody(formType, Buffer.concat([...parts, formEnd]))
}

const fillUp = async (sink: Writable, { head, filling, size }: LargeFile): Promise<void> => {
  let left = size
  for (let piece = head; left > 0; piece = filling) {
    const part = piece.subarray(0, left)
    left -= part.length
    if (!sink.write(part)) await once(sink, 'drain')
  }
}

export const largeForm = (fields: Fields, file: LargeFile): Body => {
  const { before, behind } = formAround(fields, file)
  const end = Buffer.concat([behind, formEnd])
  return {
    type: formType,
    length: before.length + file.size + end.length,
    writeTo: sink => {
      sink.write(before)
      fillUp(sink, file).then(
        () => sink.end(end),
        (error: unknown) => sink.destroy(error as Error),
      )
    },
  }
}

export const textOf = async (answer: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = []
  for await (const piece of answer) parts.push(piece as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

export const exchange = (url: string, agent: Agent | undefined, headers: Headers, body?: Body) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const typed: Headers =
      body === undefined
        ? headers
        : { ...headers, 'content-type': body.type, 'content-length': body.length }
    const sent = open(url, {
      ...(agent && { agent }),
      method: body === undefined ? 'GET' : 'POST',
      headers: typed,
    })
    sent.once('response', resolve)
    sent.once('error', reject)
    if (body === undefined) sent.end()
    else body.writeTo(sent)
  })

const keepCookies = (jar: Map<string, string>, answer: IncomingMessage): void => {
  for (const line of answer.headers['set-cookie'] ?? []) {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    jar.set(pair.slice(0, at), pair.slice(at + 1))
  }
}

const cookieLine = (jar: ReadonlyMap<string, string>): string =>
  [...jar].map(([name, value]) => `${name}=${value}`).join('; ')

export const createVisitor = (base: string, jar = new Map<string, string>()): Visitor => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  let requests = 0

  const ask = async (path: string, body?: Body) => {
    requests += 1
    const answer = await exchange(base + path, agent, { cookie: cookieLine(jar) }, body)
    keepCookies(jar, answer)
    const html = await textOf(answer)
    const { statusCode: status = 0, headers } = answer
    return { status, html, location: headers.location }
  }

  const request = async (path: string, body?: Body): Promise<Page> => {
    const { status, html, location } = await ask(path, body)
    if (status === 303 && location !== undefined) {
      return request(location).catch((error: unknown) => {
        throw error instanceof PageLost ? error : new PageLost(location, error)
      })
    }
    return { url: path, status, html }
  }

  return {
    get: path => request(path),
    send: (page, action, fields, files) =>
      request(action, bodyOf([...hiddenFields(page, action), ...fields], files)),
    sendOnly: async (page, action, fields, files) =>
      (await ask(action, bodyOf([...hiddenFields(page, action), ...fields], files))).location,
    pour: (page, action, fields, file) =>
      request(action, largeForm([...hiddenFields(page, action), ...fields], file)),
    requests: () => requests,
    leave: () => {
      agent.destroy()
    },
  }
}
