import { createClient, type Answer, type Client } from '../support/client'
import { createDevice, type Device } from '../support/passkey'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { openSite } from '../support/site'
import { signIn, staffBrowser } from '../support/visitors'
import { typePassword } from './workplace'

export const at = { host: 'office.example.test', origin: 'https://office.example.test' }

export type Question = { readonly challenge: string; readonly rpId?: string }
type Row = Readonly<Record<string, unknown>> & { readonly id: string }

export const tokenOf = ({ $ }: Answer) => String($('form [name=_csrf]').first().val())
export const offered = ({ $ }: Answer): string[] =>
  $('[data-passkey]')
    .map((_, place) => $(place).attr('data-passkey'))
    .get()

export const questionOn = ({ $ }: Answer): Question =>
  JSON.parse($('[data-passkey-new]').attr('data-passkey-new') ?? '') as Question

/** What the script fetches. */
export const ask = async (
  browser: Client,
  page: Answer,
  door = '/staff/passkey',
): Promise<Question> => {
  const { status, text } = await browser.send(door, { _csrf: tokenOf(page) })
  if (status !== 200) throw new Error(`no question: ${status}`)
  return JSON.parse(text) as Question
}

/** As the script sends it: the page has no button that works without one. */
export const answer = (browser: Client, page: Answer, credential: string): Promise<Answer> =>
  browser.send('/staff/me/passkeys/new', { _csrf: tokenOf(page), credential })

/** A site under a host name, and what its officers do with passkeys. */
export const openPasskeyPlace = async () => {
  const site = await openSite({ now: '2026-11-23T01:00:00Z', config: { staffUrl: at.origin } })
  const { own } = await moveIn(site)

  /** The same browser, past the watch over the record: what it sends here leads on and does nothing. */
  const unwatched = ({ cookies }: Client): Client => {
    const browser = createClient({ url: site.staffUrl })
    for (const [name, value] of cookies) browser.cookies.set(name, value)
    return browser
  }
  const begin = async (officer: Officer, browser: Client, name = '办公室电脑'): Promise<Answer> => {
    site.clock.pass(2)
    const list = await browser.open('/staff/me/passkeys')
    return browser.submit(list, { name, otp: codeOf(site, officer) })
  }
  const register = async (officer: Officer, browser: Client, device: Device): Promise<Answer> => {
    const page = await begin(officer, browser)
    return answer(browser, page, device.register(questionOn(page)))
  }
  const registered = async (officer: Officer) => {
    const browser = await signIn(site, officer)
    const device = createDevice(at)
    return { browser, device, list: await register(officer, browser, device) }
  }
  /** As far as the second proof. */
  const halfIn = async (officer: Officer) => {
    const browser = staffBrowser(site)
    return { browser, second: await typePassword(browser, officer) }
  }
  const signInBy = async (
    officer: Officer,
    device: Device,
    wish?: Parameters<Device['prove']>[1],
  ) => {
    const { browser, second } = await halfIn(officer)
    const question = await ask(browser, second, '/staff/login/passkey')
    return browser.submit(second, { passkey: device.prove(question, wish) })
  }
  const deeds = (officer: Officer) =>
    site
      .tables('audit_entries')
      .where({ actor_id: officer.actor.id })
      .orderBy('seq')
      .select<{ deed: string; ground: string | null }[]>('deed', 'ground')

  return {
    site,
    hireOne: async () => {
      site.clock.pass(30)
      return hire(site, own.id, ['handler'], '周正')
    },
    ...{ unwatched, begin, register, registered, halfIn, signInBy, deeds },
    rows: async (officer: Officer): Promise<Row[]> =>
      (await site.tables('passkeys').where({ staff_id: officer.actor.id })) as Row[],
    /** Why the record says that a passkey was refused. */
    refusals: async (officer: Officer) =>
      (await deeds(officer))
        .filter(({ deed }) => deed === 'passkey.refused')
        .map(({ ground }) => ground),
  }
}

export type PasskeyPlace = Awaited<ReturnType<typeof openPasskeyPlace>>
