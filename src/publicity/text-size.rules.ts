export const textSizes = ['m', 'l', 'xl'] as const
export type TextSize = (typeof textSizes)[number]

/** Its plain name, for platform/http/cookies. It holds nothing but the size, so nothing is signed. */
export const textSizeCookie = 'ms_text_size'

/** Whatever a browser sends: anything unknown is the standard size. */
export const readTextSize = (sent: unknown): TextSize =>
  textSizes.find(size => size === sent) ?? 'm'
