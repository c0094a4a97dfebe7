import type { RequestHandler } from 'express'
import type { Documents } from '../documents'
import { dayInWords } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { ReporterDoors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { VerifyForm } from './notices.schema'

type Deps = { readonly db: Db; readonly documents: Pick<Documents, 'verify'> }
type Verdict = Awaited<ReturnType<Documents['verify']>>

/** Whoever holds a paper learns whether it is genuine: by its number and code, and nothing of the case. */
export const openVerifyDoors = (doors: ReporterDoors, deps: Deps): void => {
  doors.get('/verify', (_req, res) => {
    res.render('notices/verify', toPage(blankForm))
  })
  doors.post('/verify', verify(deps))
}

const toVerdict = (verdict: Verdict) =>
  verdict.known
    ? {
        known: true,
        kind: verdict.kind,
        body: verdict.body,
        on: dayInWords(verdict.issuedOn),
        withdrawn: verdict.withdrawnOn === null ? '' : dayInWords(verdict.withdrawnOn),
      }
    : { known: false, kind: '', body: '', on: '', withdrawn: '' }

const toPage = ({ values, errors }: FormState, verdict?: Verdict) => ({
  ...{ values, errors },
  verdict: verdict && toVerdict(verdict),
})

/** Nothing is kept and nobody is known: what is asked leaves no deed. */
const verify =
  ({ db, documents }: Deps): RequestHandler =>
  async (req, res) => {
    const read = readForm(VerifyForm, req.body)
    if (!read.ok) {
      res.status(422).render('notices/verify', toPage(read.form))
      return
    }
    const verdict = await db.inTransaction(tx => documents.verify(tx, read.value))
    // What was typed is not drawn again where it was right: the page may be left open.
    const values = verdict.known ? {} : read.value
    res
      .status(verdict.known ? 200 : 404)
      .render('notices/verify', toPage({ values, errors: {} }, verdict))
  }
