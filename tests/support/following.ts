import type { Answer, Client } from './client'

/** Types the code into the page of the second start, as it was written down. */
export const comeBack = async (browser: Client, code: string): Promise<Answer> =>
  browser.submit(await browser.open('/follow'), { code })

/** The sentences of the error summary, in order. */
export const errorsOf = ({ $ }: Answer): string[] =>
  $('[role=alert] a')
    .map((_, a) => $(a).text())
    .get()
