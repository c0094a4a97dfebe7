import type { Installation } from '../platform/crypto'

type Signer = Pick<Installation, 'signCookie' | 'readSignedCookie'>

/** For a hidden field: when this page was drawn. It is in the page only, and nowhere kept. */
export const stampPage = (installation: Signer, now: Date): string =>
  installation.signCookie(`shown:${now.getTime()}`)

/** How long the page was before the person; undefined when the stamp is missing or not ours. */
export const secondsShown = (
  installation: Signer,
  stamp: unknown,
  now: Date,
): number | undefined => {
  const signed = typeof stamp === 'string' ? installation.readSignedCookie(stamp) : undefined
  const [kind, moment] = (signed ?? '').split(':')
  if (kind !== 'shown') return undefined
  return Math.max(0, (now.getTime() - Number(moment)) / 1000)
}
