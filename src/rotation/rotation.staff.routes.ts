import type { RequestHandler, Response } from 'express'
import { actorOf, keysOf, stepUpFaults, visitorOf, type SecondFactor } from '../accounts'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import type { Permission } from '../vocabulary/permission'
import type { Indexed, Shown } from './rotation'
import {
  FinishForm,
  readIndexed,
  readShown,
  ResealForm,
  SearchFinishForm,
  SearchIndexForm,
  SearchStartForm,
  StartForm,
} from './rotation.schema'
import type { Rotation } from './rotation.service'
import { toRotationPage } from './rotation.view'
import type { Secrets } from './secret.service'

type Deps = {
  readonly db: Db
  readonly rotation: Rotation
  readonly secrets: Secrets
  readonly secondFactor: SecondFactor
}

const page = '/staff/rotation'

export const openRotationDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get(page, 'rotation.view', show(deps))
  staff.post(`${page}/start`, 'rotation.start', start(deps))
  staff.post(`${page}/reseal`, 'rotation.reseal', reseal(deps))
  staff.post(`${page}/finish`, 'rotation.reseal', finish(deps))
  staff.post(`${page}/search/start`, 'search-key.renew', renewSearchKey(deps))
  staff.post(`${page}/search/index`, 'search-key.index', indexAnew(deps))
  staff.post(`${page}/search/finish`, 'search-key.index', retireSearchKeys(deps))
}

type Seen = { readonly shown?: Shown | undefined; readonly indexed?: Indexed | undefined }

const draw = async (deps: Deps, res: Response, form: FormState, seen: Seen = {}): Promise<void> => {
  const { rotation, secrets, db } = deps
  const actor = actorOf(res)
  const found = await db.inTransaction(async tx => ({
    desks: await rotation.list(tx, actor),
    grounds: await rotation.grounds(tx),
    search: await rotation.searchKey(tx, actor),
    secret: actor.duties.includes('security-admin')
      ? { version: secrets.version, held: secrets.held, left: await secrets.dependences(tx) }
      : undefined,
  }))
  res.render('rotation/keys', toRotationPage({ ...found, form, ...seen }))
}

const show =
  (deps: Deps): RequestHandler =>
  (req, res) =>
    draw(deps, res, blankForm, { shown: readShown(req.query), indexed: readIndexed(req.query) })

/** Which of the forms of the page is drawn again. */
const failedIn = (name: string, form: FormState): FormState => ({
  ...form,
  values: { ...form.values, form: name },
})

type Grave = {
  readonly work: (tx: Tx) => Promise<void>
  readonly isDone: (tx: Tx) => Promise<boolean>
}

/** The code is used up in the transaction of what it allows; a wrong one is counted. */
const withCode = (
  { secondFactor, db }: Deps,
  res: Response,
  otp: string,
  { work, isDone }: Grave,
): Promise<'right' | 'wrong' | 'locked'> =>
  db.inTransaction(async tx => {
    // The same form sent twice: its code is used, and what it asked for is done.
    if (await isDone(tx)) return 'right'
    const { kind } = await secondFactor.check(tx, keysOf(res), otp)
    if (kind === 'right') await work(tx)
    return kind !== 'right' && (await isDone(tx)) ? 'right' : kind
  })

const start =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const read = readForm(StartForm, req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), failedIn('start', read.form))
      return
    }
    const { desk, ground, otp } = read.value
    const { rotation, db } = deps
    const actor = actorOf(res)
    const isDone = async (tx: Tx) => {
      const found = (await rotation.list(tx, actor)).find(({ id }) => id === desk.id)
      return found !== undefined && found.newest > desk.seen
    }
    const known = await db.inTransaction(tx => rotation.grounds(tx))
    if (!known.some(({ code }) => code === ground)) throw refused('conflict')
    const answer = await withCode(deps, res, otp, {
      work: tx => rotation.start(tx, actor, { deskId: desk.id, ground, seen: desk.seen }),
      isDone,
    })
    if (answer === 'right') {
      res.redirect(303, page)
      return
    }
    const values = { desk: `${desk.id}:${desk.seen}`, ground, form: 'start' }
    await draw(deps, res.status(422), { values, errors: { otp: stepUpFaults[answer] } })
  }

const reseal =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const read = readForm(ResealForm, req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), failedIn('reseal', read.form))
      return
    }
    const { desk: deskId, done, open } = read.value
    const member = visitorOf(res)
    const moved = await deps.rotation.reseal(member, { deskId, openDone: open === 'done' })
    const query = new URLSearchParams({
      desk: deskId,
      done: String(done + moved.done),
      closed: String(moved.closed),
      ...(moved.openDone ? { open: 'done' } : {}),
    })
    res.redirect(303, `${page}?${query.toString()}`)
  }

const finish =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const read = readForm(FinishForm, req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), failedIn('finish', read.form))
      return
    }
    const { desk: deskId, otp } = read.value
    const { rotation } = deps
    const actor = actorOf(res)
    const isDone = async (tx: Tx) =>
      (await rotation.list(tx, actor)).some(({ id, older }) => id === deskId && older.length === 0)
    const answer = await withCode(deps, res, otp, {
      work: tx => rotation.finish(tx, actor, deskId),
      isDone,
    })
    if (answer === 'right') {
      res.redirect(303, page)
      return
    }
    const values = { desk: deskId, form: 'finish' }
    await draw(deps, res.status(422), { values, errors: { otp: stepUpFaults[answer] } })
  }

const renewSearchKey =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const read = readForm(SearchStartForm, req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), failedIn('search-start', read.form))
      return
    }
    const { seen, searchGround: ground, otp } = read.value
    const { rotation, db } = deps
    const actor = actorOf(res)
    const known = await db.inTransaction(tx => rotation.grounds(tx))
    if (!known.some(({ code }) => code === ground)) throw refused('conflict')
    const answer = await withCode(deps, res, otp, {
      work: tx => rotation.renewSearchKey(tx, actor, { ground, seen }),
      isDone: async tx => ((await rotation.searchKey(tx, actor))?.newest ?? 0) > seen,
    })
    if (answer === 'right') res.redirect(303, page)
    else {
      const values = { searchGround: ground, form: 'search-start' }
      await draw(deps, res.status(422), { values, errors: { otp: stepUpFaults[answer] } })
    }
  }

const indexAnew =
  ({ rotation }: Deps): RequestHandler =>
  async (req, res) => {
    const { done: before } = SearchIndexForm.parse(req.body ?? {})
    const { done, closed } = await rotation.indexAnew(visitorOf(res))
    const query = { indexed: String(before + done), unopened: String(closed) }
    res.redirect(303, `${page}?${new URLSearchParams(query).toString()}#search`)
  }

const retireSearchKeys =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const read = readForm(SearchFinishForm, req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), failedIn('search-finish', read.form))
      return
    }
    const { rotation } = deps
    const actor = actorOf(res)
    const answer = await withCode(deps, res, read.value.otp, {
      work: tx => rotation.retireSearchKeys(tx, actor),
      isDone: async tx => (await rotation.searchKey(tx, actor))?.older.length === 0,
    })
    if (answer === 'right') res.redirect(303, page)
    else {
      const values = { form: 'search-finish' }
      await draw(deps, res.status(422), { values, errors: { otp: stepUpFaults[answer] } })
    }
  }
