import type { RequestHandler, Response } from 'express'
import type { ReporterDoors } from '../platform/http/doors'
import { readPath } from '../platform/http/path'
import { choicesAt } from './choices.service'
import { toDecisionPage, toGonePage, toListPage } from './decisions.view'
import type { Place, PublicFilter } from './entry'
import type { RegisterDoorDeps } from './register-door'
import { EntryPath, PublicQuery, SearchForm } from './register.schema'

type Deps = Pick<RegisterDoorDeps, 'db' | 'clock' | 'lawbook' | 'organisations'> & {
  readonly register: Pick<RegisterDoorDeps['register'], 'reading'>
}

/**
 * What anybody reads. Filters stand in the address; what is looked for does not: whoever looks up an employer leaves
 * no such word in a history.
 */
export const openDecisionsDoors = (doors: ReporterDoors, deps: Deps): void => {
  doors.get('/decisions', (req, res) => {
    const { after, ...filter } = PublicQuery.parse(req.query)
    return drawList(deps, res, { filter, after, q: '' })
  })
  doors.post('/decisions', (req, res) => {
    const { after, q, ...filter } = SearchForm.parse(req.body)
    return drawList(deps, res, { filter, after, q })
  })
  doors.get('/decisions/:entryId', show(deps))
}

type Wish = {
  readonly filter: PublicFilter
  readonly after: Place | undefined
  readonly q: string
}

const drawList = async (deps: Deps, res: Response, wish: Wish): Promise<void> => {
  const { db, register, organisations } = deps
  const page = await db.inTransaction(async tx => {
    const choices = await choicesAt(deps, tx)
    return {
      ...(await register.reading.page(tx, wish)),
      years: await register.reading.years(tx, Number(choices.today.slice(0, 4))),
      bodies: await organisations.list(tx),
      choices,
    }
  })
  res.render('register/decisions', toListPage({ ...page, ...wish }))
}

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { entryId } = readPath(EntryPath, req.params)
    const { db, register, organisations } = deps
    const page = await db.inTransaction(async tx => {
      const { entry, draft } = await register.reading.one(tx, entryId)
      const { name: body } = await organisations.get(tx, entry.organisationId)
      return { entry, draft, body, choices: await choicesAt(deps, tx) }
    })
    const { draft, choices } = page
    if (draft === undefined)
      res.status(410).render('register/gone', toGonePage(page.entry, choices))
    else res.render('register/decision', toDecisionPage({ ...page, draft }, choices))
  }
