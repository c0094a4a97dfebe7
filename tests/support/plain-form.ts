// What a browser without scripts needs of a page, read without a parser: drills and benches read thousands.

/** The form was answered, the page that it led to did not come. A person would ask for that page again. */
export class PageLost extends Error {
  override readonly name = 'PageLost'
  readonly path: string

  constructor(path: string, cause: unknown) {
    super(`${path} did not come`, { cause })
    this.path = path
  }
}

export type Page = { readonly url: string; readonly status: number; readonly html: string }

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

/** The hidden fields of the page's form with that action. */
export const hiddenFields = ({ html }: Page, action: string): [string, string][] =>
  (formOf(html, action).match(/<input\b[^>]*type="hidden"[^>]*>/g) ?? []).map(tag => [
    attribute(tag, 'name') ?? '',
    attribute(tag, 'value') ?? '',
  ])
