import type { Answer } from '../support/client'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

/** A city with its administrators, and what these tests ask of it. */
export const openOffice = async () => {
  const site = await openSite({ now: '2026-11-23T01:00:00Z' })
  const { own, above } = await moveIn(site)
  const sysadmin = await hire(site, own.id, ['system-admin'], '江维')
  const secadmin = await hire(site, own.id, ['security-admin'], '严守正')
  return { site, own, above, sysadmin, secadmin }
}
export type Office = Awaited<ReturnType<typeof openOffice>>

/** A code works once: each sign-in and each step-up needs a later moment. */
export const come = async (site: Site, officer: Officer): Promise<SignedIn> => {
  site.clock.pass(1)
  return signIn(site, officer)
}

export const freshCode = (site: Site, officer: Officer): string => {
  site.clock.pass(1)
  return codeOf(site, officer)
}

export const deedsOf = (site: Site, deed: string) =>
  site
    .tables('audit_entries')
    .where({ deed })
    .orderBy(['at', 'seq'])
    .select<{ actor_id: string; subject: string; ground: string; case_id: string | null }[]>(
      'actor_id',
      'subject',
      'ground',
      'case_id',
    )

export const errorsOf = ({ $ }: Answer): string[] =>
  $('[role=alert] a')
    .map((_, a) => $(a).text())
    .get()

export const dutiesOf = (site: Site, id: string) =>
  site.tables('staff_duties').where({ staff_id: id }).orderBy('duty').pluck<string[]>('duty')
