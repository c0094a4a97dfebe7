import type { Answer, Client } from './client'
import { startReport } from './reporting'

export const go = { button: '保存并继续' }

export const errorsOf = (page: Answer): string[] =>
  page
    .$('[role=alert] a')
    .map((_, a) => page.$(a).text())
    .get()

/** The errors of a page are told alike: in the summary, whose links lead somewhere, and in the title. */
export const expectErrors = (page: Answer, sentences: readonly string[]): void => {
  expect(page.status).toBe(422)
  expect(errorsOf(page)).toEqual(sentences)
  expect(page.$('title').text()).toMatch(/^出错了：/)
  for (const a of page.$('[role=alert] a').toArray()) {
    const id = page.$(a).attr('href')?.slice(1) ?? ''
    expect(page.$('[id]').filter((_, found) => page.$(found).attr('id') === id)).toHaveLength(1)
  }
}

type WizardStep = 'identity' | 'claim-word' | 'named' | 'type' | 'what' | 'evidence'
const identities: Partial<Record<WizardStep, string>> = {
  'claim-word': 'anon-claim',
  named: 'named',
}

/** The page of this step, everything before it answered plainly. */
export const walkTo = async (browser: Client, step: WizardStep): Promise<Answer> => {
  let page = await startReport(browser)
  page = await browser.submit(page, { choice: 'unknown', about_body: 'no' }, go)
  if (step === 'identity') return page
  page = await browser.submit(page, { identity: identities[step] ?? 'anon' }, go)
  if (page.path === `/report/${step}`) return page
  page = await browser.submit(page, { behaviours: ['A1'] }, go)
  return step === 'what' ? page : browser.submit(page, { text: '经过' }, go)
}
