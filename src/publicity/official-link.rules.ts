/** Addresses in a source, which may have words and other addresses beside them. */
const addresses = /https?:\/\/[^\s;；，,（）()"'<>]+/gi

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
    .map(parsed)
    .filter(address => address !== undefined)
    .filter(({ username, password, port }) => `${username}${password}${port}` === '')
    .find(address => hosts.some(host => leadsTo(address, host)))?.href ?? ''
