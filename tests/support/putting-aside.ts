import { createClient, type Answer, type Client } from './client'
import type { Site } from './site'

export const later = { button: '以后再填' }

/** 16 digits, as they were written down. */
const codeOn = (page: Answer): string => page.$('#code').text().replaceAll(' ', '')

/** Presses 存下来，以后再填 on this page. */
export const putAside = async (
  browser: Client,
  on: Answer,
  typed: Parameters<Client['submit']>[1] = {},
): Promise<{ readonly page: Answer; readonly code: string }> => {
  const page = await browser.submit(on, typed, later)
  if (page.path !== '/report/later') throw new Error(`${on.path} was not put aside: ${page.path}`)
  return { page, code: codeOn(page) }
}

/** Puts the summary aside: a step of a draft, although the same form, otherwise pressed, is a deed. */
export const putSummaryAside = async (
  { publicUrl }: Pick<Site, 'publicUrl'>,
  from: Client,
  check: Answer,
): Promise<string> => {
  const unwatched = createClient({ url: publicUrl })
  for (const [name, value] of from.cookies) unwatched.cookies.set(name, value)
  const page = await unwatched.submit(check, {}, { button: '以后再提交' })
  expect(page.path).toBe('/report/later')
  return codeOn(page)
}

export const resumeBy = async (browser: Client, code: string): Promise<Answer> =>
  browser.submit(await browser.open('/report/resume'), { code })

/** What the page's script sends while somebody writes. */
export const autosave = (
  browser: Client,
  on: Answer,
  fields: Readonly<Record<string, string>>,
): Promise<Answer> =>
  browser.send('/report/autosave', {
    _csrf: on.$('main form [name=_csrf]').last().attr('value') ?? '',
    page: on.$('[data-autosave]').attr('data-page') ?? '',
    ...fields,
  })
