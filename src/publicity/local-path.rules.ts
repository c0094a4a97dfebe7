const elsewhere = 'https://here.invalid'

/**
 * A path of this site to go back to, or the home page. A browser reads `//host`, `/\host` and control
 * characters as other hosts, so the answer is what the URL parser made of it, never what was sent.
 */
export const localPath = (sent: unknown): string => {
  if (typeof sent !== 'string' || !sent.startsWith('/') || !URL.canParse(sent, elsewhere))
    return '/'
  const { origin, pathname, search } = new URL(sent, elsewhere)
  if (origin !== elsewhere || pathname.startsWith('//')) return '/'
  return `${pathname}${search}`
}
