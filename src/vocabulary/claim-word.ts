/**
 * The claim word as it is compared: width and spaces do not count, so that another input method or a
 * careful space between two halves does not cost anybody a reward. Setting and claiming both read it so.
 */
export const readClaimWord = (typed: string): string => typed.normalize('NFKC').replace(/\s+/g, '')
