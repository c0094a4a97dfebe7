import { z } from 'zod'
import { StepUpCode } from '../accounts'
import type { DeskId } from '../vocabulary/ids'
import type { Shown } from './rotation'

const desk = z.uuid('请选一个岗位').transform(id => id as DeskId)
const count = z.coerce.number().int().nonnegative()

/** `desk` carries the version that was seen: `<id>:<version>`. */
export const StartForm = z.object({
  desk: z
    .string('请选一个岗位')
    .regex(/^[0-9a-f-]{36}:\d+$/, '请选一个岗位')
    .transform(text => {
      const [id = '', version = ''] = text.split(':')
      return { id: id as DeskId, seen: Number(version) }
    }),
  ground: z.string('请选一个原因').min(1, '请选一个原因'),
  otp: StepUpCode,
})

/** `done`: moved so far, for the bar; `open`: nothing is left of what is still being worked on. */
export const ResealForm = z.object({
  desk,
  done: count.catch(0),
  open: z.literal('done').optional().catch(undefined),
})

export const FinishForm = z.object({ desk, otp: StepUpCode })

const Query = z.object({
  desk: z.uuid(),
  done: count.catch(0),
  closed: count.catch(0),
  open: z.literal('done').optional().catch(undefined),
})

/** What the press before did; anything else is nothing. */
export const readShown = (query: unknown): Shown | undefined => Query.safeParse(query).data

/** `seen`: the version that the form was drawn with. */
export const SearchStartForm = z.object({
  seen: z.coerce.number('请重新打开这一页').int().positive(),
  searchGround: z.string('请选一个原因').min(1, '请选一个原因'),
  otp: StepUpCode,
})

export const SearchIndexForm = z.object({ done: count.catch(0) })

export const SearchFinishForm = z.object({ otp: StepUpCode })

const SearchQuery = z.object({ indexed: count, unopened: count.catch(0) })

/** What the press before indexed anew; anything else is nothing. */
export const readIndexed = (query: unknown): { done: number; closed: number } | undefined => {
  const read = SearchQuery.safeParse(query).data
  return read && { done: read.indexed, closed: read.unopened }
}
