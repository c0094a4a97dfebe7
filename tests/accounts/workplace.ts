import type { Answer, Client } from '../support/client'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'

/** A site with one handler who has keys, and what these tests ask of it. */
export type Workplace = {
  readonly site: Site
  readonly organisationId: Officer['actor']['organisationId']
  readonly shares: readonly string[]
  readonly hireHandler: () => Promise<Officer>
  readonly deedsOf: (id: string) => Promise<string[]>
}

type Typed = { readonly username: string; readonly password: string }

export const wrongPassword = '用户名或密码不对，请核对后再试一次'
export const wrongCode = '验证码不对，或者已经用过。请等手机上换了下一个再填'

export const errorsOf = ({ $ }: Answer): string[] =>
  $('[role=alert] a')
    .map((_, a) => $(a).text())
    .get()

export const typePassword = async (
  browser: Client,
  { username: user, password }: Typed,
): Promise<Answer> => browser.submit(await browser.open('/staff/login'), { user, password })

export const openWorkplace = async (): Promise<Workplace> => {
  const site = await openSite({ now: '2026-11-23T01:00:00Z' })
  const { own, shares } = await moveIn(site)
  return {
    site,
    shares,
    organisationId: own.id,
    hireHandler: () => hire(site, own.id, ['handler'], '周正'),
    deedsOf: id =>
      site
        .tables('audit_entries')
        .where({ actor_id: id })
        .orWhere({ subject: id })
        .orderBy('seq')
        .pluck<string[]>('deed'),
  }
}
