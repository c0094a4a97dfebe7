import type { RequestHandler, Response } from 'express'
import { visitorOf } from '../accounts'
import type { Cases } from '../cases'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { readForm, type FormState } from '../platform/http/form'
import type { Random } from '../platform/random'
import type { CaseId, DrawId, StaffId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { NewForm, NewQuery, readAbsent, readNumbers } from './draws.schema'
import type { Draws } from './draws.service'
import { drawHref, onLeave, toNewPage } from './draws.view'
import type { Holder } from './pool.service'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly lawbook: Lawbook
  readonly cases: Pick<Cases, 'retained'>
  readonly draws: Draws
}

export const openNewDrawDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/draws/new', 'draw.hold', ask(deps))
  staff.post('/staff/draws/new', 'draw.hold', commit(deps))
}

type Typed = {
  readonly numbers: string
  readonly once: string
  readonly absent: ReadonlyMap<StaffId, string> | undefined
  readonly errors: FormState['errors']
}

const choicesOf = async ({ lawbook, clock, draws }: Deps, tx: Tx, { actor }: Holder) => {
  const at = { place: '*', on: dayOf(clock()) }
  return {
    people: await draws.people(tx, actor),
    reasons: (await lawbook.list(tx, 'draw-absence', at)).map(({ code, data }) => ({
      code,
      name: data.name,
    })),
    most: (await lawbook.limits(tx, at))['draw.cases'],
  }
}

const drawForm = async (deps: Deps, res: Response, typed: Typed): Promise<void> => {
  const choices = await deps.db.inTransaction(tx => choicesOf(deps, tx, visitorOf(res)))
  const absent = typed.absent ?? onLeave(choices.people)
  res.render('draws/new', toNewPage({ ...choices, ...typed, absent }))
}

const ask =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const ids = NewQuery.parse(req.query).case
    const labels = await deps.db.inTransaction(async tx => {
      const { most } = await choicesOf(deps, tx, visitorOf(res))
      const found: string[] = []
      for (const id of ids.slice(0, most)) {
        const stake = await deps.draws.stake(tx, visitorOf(res), id)
        if (stake !== undefined) found.push(stake.label)
      }
      return found
    })
    const once = deps.random.uuid()
    await drawForm(deps, res, { numbers: labels.join('\n'), once, absent: undefined, errors: {} })
  }

type Read =
  | { readonly ok: true; readonly cases: readonly CaseId[] }
  | { readonly ok: false; readonly problem: string }

/** One that does not exist, is hidden, or cannot be given away reads the same. */
const readCases = async (
  { draws, cases }: Deps,
  tx: Tx,
  holder: Holder,
  { text, most }: { readonly text: string; readonly most: number },
): Promise<Read> => {
  const numbers = readNumbers(text)
  if (numbers.length === 0) return { ok: false, problem: '请写要抽取的线索编号，一行一件' }
  if (numbers.length > most)
    return { ok: false, problem: `一次最多 ${most} 件，现在有 ${numbers.length} 件` }
  const found = new Set<CaseId>()
  for (const [at, number] of numbers.entries()) {
    const id =
      number && (await cases.retained.findByNumber(tx, holder.actor.organisationId, number))
    const stake = id === undefined ? undefined : await draws.stake(tx, holder, id)
    if (stake === undefined)
      return { ok: false, problem: `第 ${at + 1} 行没有这个编号的线索，或者它现在不能分派` }
    found.add(stake.found.id)
  }
  return { ok: true, cases: [...found] }
}

/** The number of the draw, or what stands against it. */
const tryCommit = async (
  deps: Deps,
  holder: Holder,
  wanted: Parameters<Draws['commit']>[2],
): Promise<DrawId | string> => {
  try {
    return await deps.db.inTransaction(tx => deps.draws.commit(tx, holder, wanted))
  } catch (error) {
    if (!(error instanceof KnownError) || error.code !== 'draw.too-small') throw error
    const { each, needed, cases } = error.values
    return `能抽的人不够：抽 ${each} 位，至少要有 ${needed} 位可以抽。不够的：${cases}`
  }
}

const isId = (answer: string): answer is DrawId => /^[\da-f-]{36}$/.test(answer)

const commit =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const holder = visitorOf(res)
    const read = readForm(NewForm, req.body)
    const sent = read.ok ? read.value : { once: deps.random.uuid(), numbers: '' }
    const { absent, cases } = await deps.db.inTransaction(async tx => {
      const { people, reasons, most } = await choicesOf(deps, tx, holder)
      const ids = people.map(({ id }) => id)
      const codes = reasons.map(({ code }) => code)
      return {
        absent: readAbsent(req.body, ids, codes),
        cases: await readCases(deps, tx, holder, { text: sent.numbers, most }),
      }
    })
    const again = (errors: FormState['errors']) =>
      drawForm(deps, res.status(422), { ...sent, absent, errors })
    if (!cases.ok) {
      await again({ numbers: cases.problem })
      return
    }
    const wanted = { once: sent.once, cases: cases.cases, absent }
    const answer = await tryCommit(deps, holder, wanted)
    if (isId(answer)) res.redirect(303, drawHref(answer))
    else await again({ pool: answer })
  }
