type Kind = 'right' | 'wrong' | 'locked'

/**
 * Whether a form with a code may go on. The same form sent twice brings a used code, and what it asked for is done:
 * before this one was read, or, of two at once, as soon as the quicker has ended.
 */
export const onceWithCode = async (
  isDone: () => Promise<boolean>,
  check: () => Promise<{ readonly kind: Kind }>,
): Promise<Kind> => {
  if (await isDone()) return 'right'
  const { kind } = await check()
  return kind !== 'right' && (await isDone()) ? 'right' : kind
}
