/** Addresses in a source, which may have words, other addresses and Chinese punctuation beside them. */
const addresses = /https?:\/\/[^\s;,()"'<>“”‘’…\u3000-\u303f\uff00-\uffef]+/gi
/** Of the sentence around it, not of an address. */
const sentenceEnd = /[.!?:]+$/

const leadsTo = (address: URL, host: string): boolean =>
  address.hostname === host || address.hostname.endsWith(`.${host}`)

const parsed = (text: string): URL | undefined => {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

/**
 * The first address of a source that citizens may be led to: on one of these hosts or below it, with the usual port and
 * nobody's name in it; '' where there is none. Where a text was found otherwise is no address for citizens.
 */
export const officialLink = (source: string, hosts: readonly string[]): string =>
  (source.match(addresses) ?? [])
    .map(address => parsed(address.replace(sentenceEnd, '')))
    .filter(address => address !== undefined)
    .filter(({ username, password, port }) => `${username}${password}${port}` === '')
    .find(address => hosts.some(host => leadsTo(address, host)))?.href ?? ''
