import type { Request, RequestHandler, Response } from 'express'
import { actorOf, keysOf } from '../accounts'
import type { Audit } from '../audit'
import type { Desks } from '../desks'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { admitReader, keyOfAdmitted } from './admission.service'
import type { Case } from './case'
import type { Cases } from './cases.service'
import { COI_DOOR } from './declaration.guard'
import { CasePath, declarationForm, readNext } from './exclusions.schema'
import { toDeclarationPage } from './exclusions.view'
import { tellOfDeclaration, type ToldDeps } from './told.service'

type MaskOf = (
  tx: Tx,
  open: { readonly caseId: CaseId; readonly key: SymmetricKey },
) => Promise<{ readonly text: (words: string) => string }>

type Deps = ToldDeps & {
  readonly db: Db
  readonly clock: Clock
  readonly audit: Audit
  readonly cases: Cases
  readonly desks: Desks
  readonly lawbook: Lawbook
  /** From a floor above: what of the target's name may be shown. */
  readonly masking: { readonly maskOf: MaskOf }
  /** From a floor above: what the person has declared about themselves excludes without being asked. */
  readonly relations: {
    readonly keepAway: (
      tx: Tx,
      actor: StaffActor,
      compared: { readonly found: Case; readonly target: string },
    ) => Promise<boolean>
  }
}

const DONE = '/staff/coi'

/** The one page of a case that opens before the declaration: the declaration. */
export const openDeclarationDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get(DONE, 'case.declare', showDone)
  staff.get(COI_DOOR, 'case.declare', askDeclaration(deps))
  staff.post(COI_DOOR, 'case.declare', declare(deps))
}

const showDone: RequestHandler = (_req, res) => {
  res.render('cases/coi-done', { title: '已经回避' })
}

const groundsOf = async ({ lawbook, clock }: Deps, tx: Tx) =>
  (await lawbook.list(tx, 'exclusion-ground', { place: '*', on: dayOf(clock()) })).map(
    ({ code, data }) => ({ code, name: data.name }),
  )

type Asked = {
  readonly found: Case
  readonly actor: StaffActor
  readonly next: string
}

const asked = async (deps: Deps, req: Request, res: Response, sent: unknown): Promise<Asked> => {
  const actor = actorOf(res)
  const found = await admitReader(deps, actor, readPath(CasePath, req.params).caseId)
  return { found, actor, next: readNext(found.id, sent) }
}

const openTarget = async ({ cases, desks, masking }: Deps, tx: Tx, res: Response, found: Case) => {
  const caseId = found.id
  const key = await keyOfAdmitted(cases, tx, await desks.holdersOf(tx, keysOf(res)), caseId)
  const title = (await cases.titlesOf(tx, new Map([[caseId, key]]))).get(caseId)
  const target = title?.target ?? ''
  return { target, shown: (await masking.maskOf(tx, { caseId, key })).text(target) }
}

const kindOf = async ({ lawbook, clock }: Deps, tx: Tx, { targetKind }: Case) => {
  const at = { place: '*', on: dayOf(clock()) }
  return (await lawbook.find(tx, 'target-kind', targetKind, at))?.data.name ?? ''
}

const drawDeclaration = async (
  deps: Deps,
  res: Response,
  { found, actor, next }: Asked,
  form: FormState,
): Promise<void> => {
  const page = await deps.db.inTransaction(async tx => {
    const { target, shown } = await openTarget(deps, tx, res, found)
    if (await deps.relations.keepAway(tx, actor, { found, target })) return undefined
    return {
      grounds: await groundsOf(deps, tx),
      target: shown,
      kind: await kindOf(deps, tx, found),
      first: await deps.cases.mustDeclare(tx, actor, found.id),
    }
  })
  if (page === undefined) {
    res.redirect(303, DONE)
    return
  }
  res.render('cases/coi', toDeclarationPage({ ...page, found, next, form }))
}

const askDeclaration =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    await drawDeclaration(deps, res, await asked(deps, req, res, req.query), blankForm)
  }

/** Sent twice by whoever has just declared: the case is hidden from them already, and what they asked is done. */
const hasDeclared = ({ db, cases }: Deps, req: Request, res: Response): Promise<boolean> => {
  const { caseId } = readPath(CasePath, req.params)
  const { id } = actorOf(res)
  return db.inTransaction(async tx =>
    (await cases.exclusionsOf(tx, caseId)).some(
      ({ staffId, setBy }) => staffId === id && setBy === id,
    ),
  )
}

const declare =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    if (await hasDeclared(deps, req, res)) {
      res.redirect(303, DONE)
      return
    }
    const answer = await asked(deps, req, res, req.body)
    const { found, actor, next } = answer
    const grounds = await deps.db.inTransaction(tx => groundsOf(deps, tx))
    const read = readForm(declarationForm(grounds.map(({ code }) => code)), req.body)
    if (!read.ok) {
      await drawDeclaration(deps, res.status(422), answer, read.form)
      return
    }
    const { value } = read
    if (value.related === 'no') {
      const kept = await deps.db.inTransaction(async tx => {
        const { target } = await openTarget(deps, tx, res, found)
        if (await deps.relations.keepAway(tx, actor, { found, target })) return true
        await deps.cases.disclaimConflict(tx, actor, found.id)
        return false
      })
      res.redirect(303, kept ? DONE : next)
      return
    }
    const own = { staffId: actor.id, ground: value.ground }
    await deps.db.inTransaction(async tx => {
      await deps.cases.exclude(tx, actor, found.id, own)
      await tellOfDeclaration(deps, tx, found)
    })
    res.redirect(303, DONE)
  }
