import { Agent, request as open, type IncomingMessage } from 'node:http'

/**
 * A browser without JavaScript, as far as a bench needs one: cookies, redirects, forms, one kept
 * connection. It shares the machine with what it measures, so it does no more than it must.
 */
export type Visitor = {
  readonly get: (path: string) => Promise<Page>
  /** Sends the page's form with that action, its hidden fields included. */
  readonly send: (page: Page, action: string, fields: Fields, file?: File) => Promise<Page>
  readonly requests: () => number
  readonly leave: () => void
}

export type Page = { readonly url: string; readonly status: number; readonly html: string }
type Fields = readonly (readonly [string, string])[]
export type File = { readonly name: string; readonly type: string; readonly bytes: Buffer }
type Body = { readonly type: string; readonly bytes: Buffer }
type Headers = Record<string, string | number>

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`)
    .exec(tag)?.[1]
    ?.replaceAll('&#34;', '"')
    .replaceAll('&amp;', '&')

const formOf = (html: string, action: string): string => {
  const forms = html.match(/<form\b[\s\S]*?<\/form>/g) ?? []
  const found = forms.find(form => attribute(form, 'action') === action)
  if (found === undefined) throw new Error(`no form for ${action}`)
  return found
}

const hiddenFields = (form: string): [string, string][] =>
  (form.match(/<input\b[^>]*type="hidden"[^>]*>/g) ?? []).map(tag => [
    attribute(tag, 'name') ?? '',
    attribute(tag, 'value') ?? '',
  ])

const BOUNDARY = 'bench-eb1f2a0c7d'
const part = (head: string) => `--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}`

/** What stands before a file's bytes and behind them; the bytes themselves may be poured in between. */
export const formAround = (fields: Fields, file: Omit<File, 'bytes'>) => ({
  type: `multipart/form-data; boundary=${BOUNDARY}`,
  before: Buffer.from(
    [
      ...fields.map(([name, value]) => `${part(`name="${name}"`)}\r\n\r\n${value}\r\n`),
      `${part(`name="files"; filename="${file.name}"`)}\r\nContent-Type: ${file.type}\r\n\r\n`,
    ].join(''),
  ),
  behind: Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
})

const bodyOf = (fields: Fields, file: File | undefined): Body => {
  if (file === undefined) {
    const text = new URLSearchParams(fields.map(pair => [...pair])).toString()
    return { type: 'application/x-www-form-urlencoded', bytes: Buffer.from(text) }
  }
  const { type, before, behind } = formAround(fields, file)
  return { type, bytes: Buffer.concat([before, file.bytes, behind]) }
}

export const textOf = async (answer: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = []
  for await (const piece of answer) parts.push(piece as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

const exchange = (url: string, agent: Agent, headers: Headers, body?: Body) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const typed: Headers =
      body === undefined
        ? headers
        : { ...headers, 'content-type': body.type, 'content-length': body.bytes.length }
    const sent = open(url, { agent, method: body === undefined ? 'GET' : 'POST', headers: typed })
    sent.once('response', resolve)
    sent.once('error', reject)
    sent.end(body?.bytes)
  })

export const keepCookies = (jar: Map<string, string>, answer: IncomingMessage): void => {
  for (const line of answer.headers['set-cookie'] ?? []) {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    jar.set(pair.slice(0, at), pair.slice(at + 1))
  }
}

export const cookieLine = (jar: ReadonlyMap<string, string>): string =>
  [...jar].map(([name, value]) => `${name}=${value}`).join('; ')

export const hiddenOf = (page: Page, action: string): [string, string][] =>
  hiddenFields(formOf(page.html, action))

export const createVisitor = (base: string, jar = new Map<string, string>()): Visitor => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  let requests = 0

  const request = async (path: string, body?: Body): Promise<Page> => {
    requests += 1
    const answer = await exchange(base + path, agent, { cookie: cookieLine(jar) }, body)
    keepCookies(jar, answer)
    const html = await textOf(answer)
    const { statusCode: status = 0, headers } = answer
    if (status === 303 && headers.location !== undefined) return request(headers.location)
    return { url: path, status, html }
  }

  return {
    get: path => request(path),
    send: (page, action, fields, file) =>
      request(action, bodyOf([...hiddenOf(page, action), ...fields], file)),
    requests: () => requests,
    leave: () => {
      agent.destroy()
    },
  }
}
