import type { ReporterDoors } from '../platform/http/doors'
import type { LostPages } from './answering.reporter.routes'
import { autosave, autosaveLater, stay } from './autosave.reporter.routes'
import { askCheck, doCheck, slowCheck } from './check.reporter.routes'
import { askEvidence, doEvidence, slowEvidence } from './evidence.reporter.routes'
import {
  askRelation,
  askType,
  askWhat,
  doRelation,
  doType,
  doWhat,
  lostRelation,
  lostType,
  lostWhat,
  slowRelation,
  slowType,
  slowWhat,
} from './facts.reporter.routes'
import { sendPicture, showPicturePage } from './receipt-picture.reporter.routes'
import { confirmReceipt, showReceipt } from './receipt.reporter.routes'
import { askResume, doResume, showLater, slowResume } from './resume.reporter.routes'
import { askStart, doStart } from './start.reporter.routes'
import { askSubject, doSubject, lostSubject, slowSubject } from './target.reporter.routes'
import {
  askClaimWord,
  askIdentity,
  askNamed,
  doClaimWord,
  doIdentity,
  doNamed,
  lostClaimWord,
  lostIdentity,
  lostNamed,
  slowClaimWord,
  slowIdentity,
  slowNamed,
} from './who.reporter.routes'
import type { IntakeDeps } from './wizard.reporter.routes'

/** Steps whose words may be brought along when a resume code opens their draft again. */
const lostPages = (deps: IntakeDeps): LostPages => ({
  subject: lostSubject(deps),
  identity: lostIdentity(deps),
  'claim-word': lostClaimWord(deps),
  named: lostNamed(deps),
  type: lostType(deps),
  what: lostWhat(deps),
  relation: lostRelation(deps),
})

/** The reporter's way in, from the interruption page to the receipt. Field names: README.md. */
export const openIntakeDoors = (doors: ReporterDoors, deps: IntakeDeps): void => {
  doors.get('/report', askStart(deps))
  doors.post('/report', doStart(deps))
  doors.get('/report/later', showLater(deps))
  const lost = lostPages(deps)
  doors.get('/report/resume', askResume(deps))
  doors.post('/report/resume', doResume(deps, lost), slowResume(deps, lost))
  doors.post('/report/autosave', autosave(deps), autosaveLater)
  doors.post('/report/stay', stay(deps))
  doors.get('/report/subject', askSubject(deps))
  doors.post('/report/subject', doSubject(deps), slowSubject(deps))
  doors.get('/report/identity', askIdentity(deps))
  doors.post('/report/identity', doIdentity(deps), slowIdentity(deps))
  doors.get('/report/claim-word', askClaimWord(deps))
  doors.post('/report/claim-word', doClaimWord(deps), slowClaimWord(deps))
  doors.get('/report/named', askNamed(deps))
  doors.post('/report/named', doNamed(deps), slowNamed(deps))
  doors.get('/report/type', askType(deps))
  doors.post('/report/type', doType(deps), slowType(deps))
  doors.get('/report/what', askWhat(deps))
  doors.post('/report/what', doWhat(deps), slowWhat(deps))
  doors.get('/report/evidence', askEvidence(deps))
  doors.upload('/report/evidence', doEvidence(deps), slowEvidence(deps))
  doors.get('/report/relation', askRelation(deps))
  doors.post('/report/relation', doRelation(deps), slowRelation(deps))
  doors.get('/report/check', askCheck(deps))
  doors.post('/report/check', doCheck(deps), slowCheck(deps))
  doors.get('/report/receipt', showReceipt(deps))
  doors.get('/report/receipt/picture', showPicturePage(deps))
  doors.get('/report/receipt.png', sendPicture(deps))
  doors.post('/report/receipt/done', confirmReceipt(deps))
}
