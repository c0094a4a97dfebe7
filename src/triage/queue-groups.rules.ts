export type Group<Id> = { readonly head: Id; readonly folded: readonly Id[] }

/**
 * Near duplicates under one row: the first of them in the order of the list leads, whatever of the others stands on
 * the page or elsewhere is folded beneath it. Nobody stands in two places, and nobody is lost.
 */
export const groupAlike = <Id>(
  order: readonly Id[],
  alike: ReadonlyMap<Id, readonly Id[]>,
): Group<Id>[] => {
  const placed = new Set<Id>()
  const groups: Group<Id>[] = []
  for (const head of order) {
    if (placed.has(head)) continue
    placed.add(head)
    const folded = [...new Set(alike.get(head) ?? [])].filter(id => !placed.has(id))
    for (const id of folded) placed.add(id)
    groups.push({ head, folded })
  }
  return groups
}
