import { asDay, type Day } from '../platform/clock'

/** What the address of the list asks for. Days and random ids only. */
export type Wish = {
  readonly acted: boolean
  readonly after: { readonly day: Day; readonly id: string } | undefined
  readonly size: number
}

const PAGE_SIZE = 25

const placeForm = /^(\d{4}-\d{2}-\d{2})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

const dayIn = (text: string): Day | undefined => {
  try {
    return asDay(text)
  } catch {
    return undefined
  }
}

/** What is not understood begins at the first page. */
export const readWish = (query: Readonly<Record<string, unknown>>): Wish => {
  const { view, after } = query
  const [, text = '', id = ''] = placeForm.exec(typeof after === 'string' ? after : '') ?? []
  const day = text === '' ? undefined : dayIn(text)
  return {
    acted: view === 'done',
    after: day === undefined ? undefined : { day, id },
    size: PAGE_SIZE,
  }
}

type Ending = { readonly id: string; readonly dueOn: Day; readonly actedOn: Day | null }

/** Where the next page begins. */
export const nextPlace = ({ acted }: Wish, last: Ending | undefined): string => {
  if (last === undefined) return ''
  return `${(acted ? last.actedOn : null) ?? last.dueOn}.${last.id}`
}

export const listHref = (acted: boolean, after = ''): string => {
  const query = new URLSearchParams({
    ...(acted ? { view: 'done' } : {}),
    ...(after === '' ? {} : { after }),
  }).toString()
  return query === '' ? '/staff/supervise' : `/staff/supervise?${query}`
}
