import type { ReporterDoors } from '../platform/http/doors'
import { askCheck, doCheck, slowCheck } from './check.reporter.routes'
import { askEvidence, doEvidence, slowEvidence } from './evidence.reporter.routes'
import {
  askRelation,
  askType,
  askWhat,
  doRelation,
  doType,
  doWhat,
  slowRelation,
  slowType,
  slowWhat,
} from './facts.reporter.routes'
import { sendPicture, showPicturePage } from './receipt-picture.reporter.routes'
import { confirmReceipt, showReceipt } from './receipt.reporter.routes'
import { askStart, doStart, showLater } from './start.reporter.routes'
import { askSubject, doSubject, slowSubject } from './target.reporter.routes'
import {
  askClaimWord,
  askIdentity,
  askNamed,
  doClaimWord,
  doIdentity,
  doNamed,
  slowClaimWord,
  slowIdentity,
  slowNamed,
} from './who.reporter.routes'
import type { IntakeDeps } from './wizard.reporter.routes'

/** The reporter's way in, from the interruption page to the receipt. Field names: README.md. */
export const openIntakeDoors = (doors: ReporterDoors, deps: IntakeDeps): void => {
  doors.get('/report', askStart(deps))
  doors.post('/report', doStart(deps))
  doors.get('/report/later', showLater(deps))
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
