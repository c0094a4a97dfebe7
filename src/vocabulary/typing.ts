// How typed text is read: input methods leave full-width digits, odd spaces and dashes, and a frightened
// person should not have to type anything twice because of them.

/** Full-width letters, digits and signs become the half-width ones; the wide space becomes a space. */
export const halfWidth = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, sign => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00a0]/g, ' ')

/**
 * Prose: line ends made one kind; control and zero-width signs dropped, and those that turn the direction of what
 * follows, so that nobody reads another name or bank than was typed; ends trimmed.
 */
export const prose = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u2060\ufeff]/g, '')
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim()

/** One line of prose. */
export const line = (text: string): string => prose(text).replace(/\s+/g, ' ')

/** Codes and numbers: half-width, without spaces, dashes and dots between the groups. */
export const bare = (text: string): string =>
  halfWidth(prose(text)).replace(/[\s\-\u2010-\u2015\u2212·・.]/g, '')

/** As printed on the paper: the dashes and dots between its parts belong to the number; spaces do not. */
export const billNumber = (text: string): string =>
  halfWidth(prose(text))
    .replace(/\s/g, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')

/** People count characters, not UTF-16 units. */
export const lengthOf = (text: string): number => Array.from(text).length

/** Bytes that were no text in any encoding we read: the browser sent another one. */
export const isGarbled = (text: string): boolean => text.includes('\ufffd')

export const withThousands = (count: number | bigint): string =>
  count.toString().replace(/\B(?=(\d{3})+$)/g, ',')
