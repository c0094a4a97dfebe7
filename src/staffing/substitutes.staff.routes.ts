import type { RequestHandler, Response } from 'express'
import { z } from 'zod'
import { actorOf, keysOf, type Accounts } from '../accounts'
import type { Audit } from '../audit'
import { asDay, dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { Random } from '../platform/random'
import type { StaffId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { refusalSentence } from '../vocabulary/refusal-words'
import { recordingRefusal } from './step-up.guard'
import type { Substitutes } from './substitutes.service'
import { toNewSubstitutePage, toSubstitutesPage } from './substitutes.view'

type Deps = {
  readonly db: Db
  readonly audit: Audit
  readonly random: Random
  readonly clock: Clock
  readonly accounts: Accounts
  readonly substitutes: Substitutes
}

export const openSubstituteDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/substitutes', 'case.hand-over', list(deps))
  staff.get('/staff/substitutes/new', 'case.hand-over', askNew(deps))
  staff.post('/staff/substitutes/new', 'case.hand-over', name(deps))
  staff.post('/staff/substitutes/:substituteId/give', 'case.hand-over', give(deps))
  staff.post('/staff/substitutes/:substituteId/end', 'case.hand-over', end(deps))
}

const staffId = (words: string) => z.uuid(words).transform(id => id as StaffId)

/** 2026 11 23, 2026-11-23, 2026年11月23日 */
const day = z.string('请写日期').transform((text, context) => {
  const [year = '', month = '', date = ''] = text.normalize('NFKC').match(/\d+/g) ?? []
  const spelled = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  try {
    return asDay(spelled)
  } catch {
    context.addIssue({ code: 'custom', message: '日期要写成年、月、日，例如 2026 11 23' })
    return z.NEVER
  }
})

const NameForm = z.object({
  id: z.uuid(),
  staff: staffId('请选谁请假'),
  substitute: staffId('请选谁来代办'),
  from: day,
  until: day,
})

const ListQuery = z.object({
  after: z.uuid().optional().catch(undefined),
  given: z.coerce.number().int().min(0).max(50).optional().catch(undefined),
})

const SubstitutePath = z.object({ substituteId: z.uuid() })

const PAGE = 50
const MOST = 50

const list =
  ({ db, clock, accounts, substitutes }: Deps): RequestHandler =>
  async (req, res) => {
    const { after, given } = ListQuery.parse(req.query)
    const page = await db.inTransaction(async tx => {
      const found = await substitutes.listOpen(tx, actorOf(res), { after, limit: PAGE + 1 })
      const shown = found.slice(0, PAGE)
      const rows = []
      for (const one of shown)
        rows.push({ one, waiting: await substitutes.waiting(tx, actorOf(res), one, MOST) })
      const people = shown.flatMap(one => [one.staffId, one.substituteId])
      const next = found.length > PAGE ? shown.at(-1)?.id : undefined
      return { rows, next, names: await accounts.namesOf(tx, people) }
    })
    res.render('staffing/substitutes', toSubstitutesPage({ ...page, given, today: dayOf(clock()) }))
  }

const draw = async (
  { db, accounts, substitutes }: Deps,
  res: Response,
  id: string,
  form: FormState,
): Promise<void> => {
  const actor = actorOf(res)
  const page = await db.inTransaction(async tx => ({
    people: await accounts.listActive(tx, actor.organisationId, 'handler'),
    longest: await substitutes.longest(tx, actor),
  }))
  res.render('staffing/new-substitute', toNewSubstitutePage({ ...page, id, form }))
}

const askNew =
  (deps: Deps): RequestHandler =>
  (_req, res) =>
    draw(deps, res, deps.random.uuid(), blankForm)

const fieldOf: Readonly<Record<string, string>> = {
  'substitute.not-a-handler': 'substitute',
  'substitute.away': 'substitute',
  'substitute.taken': 'staff',
  'substitute.days': 'until',
}

/** @throws what belongs to no field of the form */
const faultOf = (error: unknown): FormState['errors'] => {
  const field = error instanceof KnownError ? fieldOf[error.code] : undefined
  if (!(error instanceof KnownError) || field === undefined) throw error
  return { [field]: refusalSentence(error) }
}

const Typed = z.record(z.string(), z.string().catch('')).catch({})

const name =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const actor = actorOf(res)
    const read = readForm(NameForm, req.body)
    const values = Typed.parse(req.body)
    if (!read.ok) {
      const id = z.uuid().safeParse(values['id']).data ?? deps.random.uuid()
      await draw(deps, res.status(422), id, read.form)
      return
    }
    const { id, staff, substitute, from, until } = read.value
    const wanted = { id, staffId: staff, substituteId: substitute, fromOn: from, untilOn: until }
    const work = deps.db.inTransaction(tx => deps.substitutes.name(tx, actor, keysOf(res), wanted))
    try {
      await recordingRefusal(deps, actor, substitute, work)
      res.redirect(303, '/staff/substitutes')
    } catch (error) {
      await draw(deps, res.status(422), id, { values, errors: faultOf(error) })
    }
  }

const give =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { substituteId: id } = readPath(SubstitutePath, req.params)
    const actor = actorOf(res)
    const work = deps.db.inTransaction(tx => deps.substitutes.give(tx, actor, keysOf(res), id))
    const given = await recordingRefusal(deps, actor, id, work)
    res.redirect(303, `/staff/substitutes?given=${given}`)
  }

const end =
  ({ db, substitutes }: Deps): RequestHandler =>
  async (req, res) => {
    const { substituteId: id } = readPath(SubstitutePath, req.params)
    await db.inTransaction(tx => substitutes.end(tx, actorOf(res), id))
    res.redirect(303, '/staff/substitutes')
  }
