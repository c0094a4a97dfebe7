const textSizes = ['m', 'l', 'xl'] as const
export type TextSize = (typeof textSizes)[number]

/** The same name with and without encryption: it holds nothing that anybody could gain by forging it. */
export const textSizeCookie = 'ms_text_size'

/** Whatever a browser sends: anything unknown is the standard size. */
export const readTextSize = (sent: unknown): TextSize =>
  textSizes.find(size => size === sent) ?? 'm'
