/** `own`: what the allowed get. Everybody else gets 403, or 404 where a case is none of theirs. */
export type Line = { readonly who: readonly string[]; readonly own: number }
