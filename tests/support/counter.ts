import type { Answer, Client } from './client'
import type { Typed } from './page-form'

/** The plain answers of a sheet, by the field names of src/reception/README.md. */
export const plainSheet = {
  choice: 'typed',
  name: '示范仁和医院',
  about_body: 'no',
  identity: 'anon',
  behaviours: ['A1'],
  text: '三楼病房空着，系统里却住满了人。',
} as const

type Fields = Readonly<Record<string, Typed>>
type Channel = keyof typeof readBackOf

const sheet = (button: string) => ({ form: '.st-take', button })
export const save = sheet('存一下')
const readBackOf = {
  hotline: '复述给来电人听',
  visit: '复述给来访人听',
  letter: '对照来信核对',
  petition: '对照信访件核对',
  police: '对照公安机关的来函核对',
}

/** From an empty sheet to what is read back; or to the sheet with its faults. */
export const takeDown = async (
  browser: Client,
  channel: Channel,
  fields: Fields = {},
): Promise<Answer> => {
  const page = await browser.open(`/staff/intake/${channel}`)
  return browser.submit(page, { ...plainSheet, ...fields }, sheet(readBackOf[channel]))
}

/** The whole way, to the page with the code. */
export const register = async (
  browser: Client,
  channel: Channel,
  fields: Fields = {},
): Promise<Answer> => browser.submit(await takeDown(browser, channel, fields), { agreed: 'yes' })

/** 24 digits, from the six groups on the page. */
export const codeOn = ({ $ }: Answer): string =>
  $('.st-groups b')
    .map((_, group) => $(group).text())
    .get()
    .join('')

/** The last four digits, said back: the code is put away. */
export const finish = (browser: Client, page: Answer): Promise<Answer> =>
  browser.submit(page, { tail: codeOn(page).slice(-4) })
