import { hiddenFields, PageLost, type Page } from '../support/plain-form'

/** A browser without scripts whose pages may fail to come: cookies, redirects, forms. */
export type Browser = {
  readonly get: (path: string) => Promise<Page>
  /** Sends the page's form with that action, its hidden fields included. */
  readonly send: (page: Page, action: string, fields: Fields, files?: Files) => Promise<Page>
}

type Fields = [string, string][]
type Files = readonly {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
}[]

const bodyOf = (fields: Fields, files: Files | undefined): URLSearchParams | FormData => {
  if (files === undefined) return new URLSearchParams(fields)
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value)
  for (const { name, type, bytes } of files) form.append('files', new Blob([bytes], { type }), name)
  return form
}

export const createBrowser = (base: string): Browser => {
  const jar = new Map<string, string>()

  const keepCookies = (answer: Response) => {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      jar.set(pair.slice(0, at), pair.slice(at + 1))
    }
  }

  const request = async (url: string, init: RequestInit): Promise<Page> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } })
    keepCookies(answer)
    const html = await answer.text()
    const next = answer.headers.get('location')
    if (answer.status === 303 && next !== null) {
      const { href, pathname } = new URL(next, url)
      return request(href, {}).catch((error: unknown) => {
        throw error instanceof PageLost ? error : new PageLost(pathname, error)
      })
    }
    return { url: new URL(url).pathname, status: answer.status, html }
  }

  return {
    get: path => request(base + path, {}),
    send: (page, action, fields, files) => {
      const all = [...hiddenFields(page, action), ...fields]
      return request(base + action, { method: 'POST', body: bodyOf(all, files) })
    },
  }
}
