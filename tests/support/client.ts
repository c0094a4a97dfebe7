import { load, type CheerioAPI } from 'cheerio'
import request from 'supertest'
import {
  encode,
  isAttachment,
  readFormOf,
  type Field,
  type How,
  type Typed,
  type Wire,
} from './page-form'

export type Answer = {
  readonly status: number
  /** Path and query of the page that is shown at the end. */
  readonly path: string
  readonly text: string
  readonly $: CheerioAPI
  readonly headers: Readonly<Record<string, string>>
  /** Status and path of every step on the way, redirects included. */
  readonly steps: readonly { readonly status: number; readonly path: string }[]
}

export type Client = {
  readonly open: (path: string) => Promise<Answer>
  /** Clicks the link with these words alone, or else the first that has them. */
  readonly click: (on: Answer, words: string) => Promise<Answer>
  /**
   * Fills and sends a form of the page as a browser without scripts would: hidden fields, what is ticked
   * already, and what is typed here. A field that the page does not have, or an option it does not offer,
   * is an error of the test.
   */
  readonly submit: (
    on: Answer,
    typed?: Readonly<Record<string, Typed>>,
    how?: How,
  ) => Promise<Answer>
  /** Sends what no page offers. */
  readonly send: (path: string, fields: Readonly<Record<string, string>>) => Promise<Answer>
  readonly cookies: Map<string, string>
}

export type ClientSettings = {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Told of every answer to a POST; throws when it should have left a record. */
  readonly afterPost?: (path: string, status: number) => Promise<void>
  readonly beforePost?: () => Promise<void>
}

/** A browser without scripts: keeps cookies, goes where it is sent, and knows a site by links and forms only. */
export const createClient = ({
  url,
  headers = {},
  beforePost,
  afterPost,
}: ClientSettings): Client => {
  const cookies = new Map<string, string>()

  const keep = (set: string | string[] | undefined): void => {
    for (const line of [set ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/expires=Thu, 01 Jan 1970|max-age=0/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
  }

  const ask = async ({ method, path, fields = [], multipart = false }: Wire) => {
    const agent = request(url)
    const asked = method === 'GET' ? agent.get(path) : agent.post(path)
    for (const [name, value] of Object.entries(headers)) void asked.set(name, value)
    if (cookies.size > 0)
      void asked.set('Cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    if (multipart) attach(asked, fields)
    else if (method === 'POST') void asked.type('form').send(encode(fields))
    const answer = await asked.redirects(0).buffer(true)
    keep(answer.headers['set-cookie'])
    return answer
  }

  const attach = (asked: request.Test, fields: readonly Field[]): void => {
    for (const [name, value] of fields) {
      if (!isAttachment(value)) void asked.field(name, value)
      else
        void asked.attach(name, value.content, {
          filename: value.name,
          ...(value.type === undefined ? {} : { contentType: value.type }),
        })
    }
  }

  const go = async (wire: Wire, steps: Answer['steps'] = []): Promise<Answer> => {
    if (wire.method === 'POST') await beforePost?.()
    const answer = await ask(wire)
    if (wire.method === 'POST') await afterPost?.(wire.path, answer.status)
    const here = [...steps, { status: answer.status, path: wire.path }]
    const location = answer.headers['location']
    if (answer.status >= 300 && answer.status < 400 && location !== undefined && here.length < 8) {
      const next = new URL(location, `http://site${wire.path}`)
      if (next.origin === 'http://site')
        return go({ method: 'GET', path: next.pathname + next.search }, here)
    }
    const text = typeof answer.text === 'string' ? answer.text : ''
    return {
      status: answer.status,
      path: wire.path,
      text,
      $: load(text),
      headers: answer.headers,
      steps: here,
    }
  }

  return {
    cookies,
    open: path => go({ method: 'GET', path }),
    click: (on, words) => {
      const saidBy = (a: Parameters<CheerioAPI>[0]) => on.$(a).text().trim()
      const links = on.$('a').filter((_, a) => saidBy(a).includes(words))
      const same = links.filter((_, a) => saidBy(a) === words)
      const href = (same.length > 0 ? same : links).first().attr('href')
      if (href === undefined) throw new Error(`no link ${words} on ${on.path}`)
      const next = new URL(href, `http://site${on.path}`)
      return go({ method: 'GET', path: next.pathname + next.search })
    },
    submit: (on, typed = {}, how = {}) => {
      const wire = readFormOf(on, typed, how)
      if (wire.method === 'POST') return go(wire)
      return go({
        method: 'GET',
        path: `${wire.path.split('?')[0] ?? ''}?${encode(wire.fields ?? [])}`,
      })
    },
    send: (path, fields) => go({ method: 'POST', path, fields: Object.entries(fields) }),
  }
}
