import type { Request, RequestHandler, Response } from 'express'
import type { ReporterDoors } from '../platform/http/doors'
import { carriedOver } from '../sessions'
import type { FollowupDeps } from './followup'
import { readCarried, toCarried, type Kept } from './unsent.rules'

const slip = '有一位数字可能抄错了，请对照回执'
const unknown = '没有找到这个查询码对应的举报'
const wrongLength = '查询码是 24 位数字，请对照回执再看一看有没有少抄或者多抄'

/** The way in by the code. */
export const openEntryDoors = (doors: ReporterDoors, deps: FollowupDeps): void => {
  doors.get('/follow', askCode)
  doors.post('/follow', enter(deps), enterLater)
}

/** What could not be sent: words of a message, or the fields of another form. */
type Unsent = { readonly unsent?: string; readonly kept?: Kept | undefined }

type Entry = Unsent & { readonly code?: string }

const drawEntry = (res: Response, status: number, { code, unsent, kept }: Entry) => {
  // The code is not drawn again: it would stay in the page of a browser that may be shared.
  const errors = code === undefined ? {} : { code }
  const carried = kept === undefined ? undefined : toCarried(kept)
  res.status(status).render('followup/enter', { errors, unsent, carried })
}

const askCode: RequestHandler = (_req, res) => {
  drawEntry(res, 200, {})
}

export const fieldOf = (req: Request, name: string): string => {
  const body = (req.body ?? {}) as Readonly<Record<string, unknown>>
  const value = body[name]
  return typeof value === 'string' ? value : ''
}

const unsentIn = (req: Request): Unsent => ({
  unsent: fieldOf(req, 'unsent'),
  kept: readCarried(req.body),
})

const asKept = ({ unsent, kept }: Unsent) => ({
  ...(unsent === undefined || unsent === '' ? {} : { unsent }),
  ...(kept === undefined ? {} : { kept }),
})

const enter =
  ({ db, receipts, followup, guard, clock }: FollowupDeps): RequestHandler =>
  async (req, res) => {
    const read = receipts.readCode(fieldOf(req, 'code'))
    const unsent = unsentIn(req)
    if (!read.ok) {
      res.locals.slip = true
      drawEntry(res, 422, { code: read.slip ? slip : wrongLength, ...unsent })
      return
    }
    // Costly on purpose, and the same for every code: before the transaction, off the event loop.
    const derived = await receipts.deriveAll(read.code)
    const opened = await db.inTransaction(async tx => {
      // The form sent twice finds the session replaced by the first: it goes on with what it came with.
      const held = (await guard.hold(tx, res)) ?? guard.visitOf(res)?.data ?? {}
      const follow = await followup.enter(tx, derived)
      if (follow === undefined) return false
      await guard.begin(tx, res, {
        ...carriedOver(held, clock()),
        follow: { ...follow, ...asKept(unsent) },
      })
      return true
    })
    if (opened) res.redirect(303, unsent.kept?.door ?? '/follow/case')
    else drawEntry(res, 422, { code: unknown, ...unsent })
  }

/** Too many wrong tries from this network. Whether this one would have been right is not looked at. */
const enterLater: RequestHandler = (req, res) => {
  const code = `试得太多了，请 ${res.locals.wait ?? ''}后再来`
  drawEntry(res, 429, { code, ...unsentIn(req) })
}

/** The session ended under the form: what was typed is carried over, never sent by itself. */
export const backToEntry = (res: Response, unsent: string | Kept | undefined): void => {
  const code = '太久没有操作，为了安全已经退出。请再输入一次查询码'
  const words = typeof unsent === 'string' ? { unsent } : { kept: unsent }
  drawEntry(res, 422, { code, ...words })
}
