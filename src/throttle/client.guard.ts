import type { Request } from 'express'
import type { Config } from '../platform/config'
import { networkOf, type Prefixes } from './network'

type Trusts = (address: string, hop: number) => boolean

/**
 * Where a request comes from, as far as that can be known and not be chosen.
 *
 * Express has walked X-Forwarded-For from its right end, past the proxies of TRUSTED_PROXIES only; from
 * anybody else the header is not read at all. If the walk ends at such a proxy, it sent no header: then
 * every visitor would bear the proxy's address, and nobody is told apart. Outside the demonstration people
 * come by https, which this server does not speak: without a declared proxy there is an undeclared one.
 */
export const clientNetwork = (
  req: Request,
  { demonstration, trustedProxies }: Pick<Config, 'demonstration' | 'trustedProxies'>,
  prefixes: Prefixes,
): string | undefined => {
  const { ip } = req
  if (ip === undefined) return undefined
  if (trustedProxies.length === 0) return demonstration ? networkOf(ip, prefixes) : undefined
  const trusts = req.app.get('trust proxy fn') as Trusts
  return trusts(ip, 0) ? undefined : networkOf(ip, prefixes)
}
