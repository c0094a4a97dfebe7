import path from 'node:path'
import type { Express } from 'express'
import { onlyAtStage, requireStaff, takePasskey, type EntranceLock } from '../accounts'
import { openEnrolmentDoors } from '../accounts/enrolment.staff.routes'
import { createFactorsHomePart, openFactorResetDoors } from '../accounts/factor-resets.staff.routes'
import { openHomeDoors } from '../accounts/home.staff.routes'
import { openInvitationDoors } from '../accounts/invitation.staff.routes'
import { openOwnAccountDoors } from '../accounts/own-account.staff.routes'
import { openPasskeyDoors } from '../accounts/passkeys.staff.routes'
import { openSignInDoors } from '../accounts/sign-in.staff.routes'
import { createAuditHomePart } from '../auditing'
import { openAuditDoors } from '../auditing/audit.staff.routes'
import { createAwardingHomePart, openAwardingDoors } from '../awarding'
import { openImportDoors } from '../batches/import.staff.routes'
import { createCalendarHomePart } from '../calendar'
import { openCalendarDoors } from '../calendar/calendar.staff.routes'
import { createExclusionsHomePart } from '../cases'
import { openDeclarationDoors } from '../cases/declaration.staff.routes'
import { openExclusionDoors } from '../cases/exclusions.staff.routes'
import { openCaseDoors } from '../casework/case.staff.routes'
import { openClockDoors } from '../casework/clock.staff.routes'
import { createDesksHomePart } from '../desks'
import { openDeskDoors } from '../desks/desks.staff.routes'
import { createDrawsHomePart } from '../draws'
import { openDrawDoors } from '../draws/draws.staff.routes'
import { openNewDrawDoors } from '../draws/new-draw.staff.routes'
import { openEvidenceDoors } from '../evidence/evidence.staff.routes'
import { createFinanceHomePart } from '../finance'
import { openBudgetDoors } from '../finance/budget.staff.routes'
import { openClaimDoors } from '../finance/claims.staff.routes'
import { openFigureDoors } from '../finance/figures.staff.routes'
import { openOfficeDoors } from '../finance/office.staff.routes'
import { openPaymentDoors } from '../finance/payments.staff.routes'
import { openRewardDoors } from '../finance/rewards.staff.routes'
import { createMeasuresHomePart } from '../findings'
import { openFindingDoors } from '../findings/finding.staff.routes'
import { createHandingsHomePart } from '../handing'
import { openHandingDoors } from '../handing/handing.staff.routes'
import { createInvestigationHomePart } from '../investigation'
import { openInvestigationDoors } from '../investigation/record.staff.routes'
import { createLawHomePart, openLawDoors } from '../lawmaking'
import { openLedgerDoors } from '../ledger/ledger.staff.routes'
import { createLegalHomePart } from '../legal'
import { openLegalDoors } from '../legal/review.staff.routes'
import { createMaskingHomePart } from '../masking'
import { openMaskingDoors } from '../masking/original.staff.routes'
import { openNoticeDoors } from '../notices'
import { createLettersHomePart } from '../oversight'
import { openOversightDoors } from '../oversight/oversight.staff.routes'
import type { Config } from '../platform/config'
import { createDoors, type Door, type Doors } from '../platform/http/doors'
import type { Log } from '../platform/log'
import { createReceptionHomePart } from '../reception'
import { openReceptionDoors } from '../reception/sheet.staff.routes'
import { createRegisterHomePart, openRegisterDoors } from '../register'
import { openRelationDoors } from '../relations/relations.staff.routes'
import { createReleaseHomePart } from '../release'
import { openReleaseDoors } from '../release/release.staff.routes'
import { createAlertsHomePart } from '../reminders'
import { openAlertDoors } from '../reminders/alerts.staff.routes'
import { createRetentionHomePart } from '../retention'
import { openRetentionDoors } from '../retention/retention.staff.routes'
import { createRosterHomePart } from '../roster'
import { openRosterDoors } from '../roster/roster.staff.routes'
import { openRotationDoors } from '../rotation/rotation.staff.routes'
import { openSearchDoors } from '../search/search.staff.routes'
import { createServingHomePart } from '../serving'
import { openServingDoors } from '../serving/serving.staff.routes'
import { createStaffingHomePart, endStandInsOfYesterday } from '../staffing'
import { openStaffingDoors } from '../staffing/staffing.staff.routes'
import { createStatisticsHomePart } from '../statistics'
import { openStatisticsDoors } from '../statistics/statistics.staff.routes'
import { createApprovalsHomePart } from '../steps'
import { openStepDoors } from '../steps/step.staff.routes'
import { createSupervisionHomePart } from '../supervision'
import { openSupervisionDoors } from '../supervision/supervision.staff.routes'
import { createTransfersHomePart } from '../transfers'
import { openTransferDoors } from '../transfers/transfer.staff.routes'
import { createQueueHomePart } from '../triage'
import { openBulkDoors } from '../triage/bulk.staff.routes'
import { openDecisionDoors } from '../triage/decisions.staff.routes'
import { openQueueDoors } from '../triage/queue.staff.routes'
import { openViewDoors } from '../triage/views.staff.routes'
import type { Permission } from '../vocabulary/permission'
import { staffBudgets } from './budgets'
import { closeEntrance, guardForms, openEntrance } from './entrance'
import type { House } from './house'
import { createShells } from './shell'
import { lockStaffDoor } from './staff-lock'

type Entrance = { readonly app: Express; readonly doors: readonly Door<string>[] }

const hintOf = ({ demonstration, dataDir }: Config) =>
  demonstration
    ? {
        accountsFile: path.join(dataDir, 'demo-accounts.json'),
        command: 'npm run cli -- demo otp 用户名',
      }
    : undefined

const homePartsOf = (house: House) => {
  const { auditDesk, desks, reception, release, retention, serving, unmasking, supervision } = house
  return [
    createStaffingHomePart(house),
    createAlertsHomePart(house.alerts),
    createCalendarHomePart(house.calendarChanges),
    createLawHomePart(house.lawDrafts),
    createDesksHomePart(desks),
    createExclusionsHomePart(house),
    createDrawsHomePart(house.draws),
    createFactorsHomePart(house.factorResets),
    createMaskingHomePart(unmasking),
    createMeasuresHomePart(house.measureBoard),
    createQueueHomePart(house),
    createApprovalsHomePart(house.proceedings, house.deadlines),
    createInvestigationHomePart(house.investigation),
    createHandingsHomePart(house.handings),
    createLettersHomePart(house.oversight),
    createTransfersHomePart(house.transfers),
    createLegalHomePart(house.legal),
    createReceptionHomePart(reception),
    createAuditHomePart(auditDesk),
    createReleaseHomePart(release),
    createServingHomePart(serving),
    createSupervisionHomePart(supervision),
    createAwardingHomePart(house.awards),
    createFinanceHomePart(house),
    createRosterHomePart(house.roster),
    createStatisticsHomePart(house.statisticsReports),
    createRegisterHomePart(house.register),
    createRetentionHomePart(retention),
  ]
}

/** What everybody goes by: the working calendar, and what the law says. */
const openRuleDoors = (staff: Doors<Permission>, house: House): void => {
  openCalendarDoors(staff, house)
  openLawDoors(staff, house)
}

/** What goes to other bodies, within medical security and outside, and to everybody. */
const openOutgoingDoors = (staff: Doors<Permission>, house: House): void => {
  openHandingDoors(staff, house)
  openTransferDoors(staff, house)
  openRegisterDoors(staff, house)
  openOversightDoors(staff, house)
  openAwardingDoors(staff, house)
  openBudgetDoors(staff, house)
  openRewardDoors(staff, house)
  openFigureDoors(staff, house)
  openClaimDoors(staff, house)
  openOfficeDoors(staff, house)
  openPaymentDoors(staff, house)
}

/** The officers' entrance: two proofs first, and then every route asks for its permission. */
export const createStaffApp = (house: House, log: Log): Entrance => {
  const app = openEntrance({ ...house, side: 'staff', log })
  const csrf = guardForms(app, 'staff', house)
  const shells = createShells(house, 'staff', csrf)

  const brake = house.brakes.before(staffBudgets)
  const gate = createDoors<EntranceLock>(onlyAtStage, csrf.protect, brake)
  openSignInDoors(gate, { ...house, demonstrationHint: hintOf(house.config) })
  openEnrolmentDoors(gate, house)
  openInvitationDoors(gate, house)

  const staff = createDoors<Permission>(lockStaffDoor(house), csrf.protect)
  openHomeDoors(staff, { ...house, homeParts: homePartsOf(house) })
  openAlertDoors(staff, house)
  openRuleDoors(staff, house)
  openOwnAccountDoors(staff, house)
  openPasskeyDoors(staff, house)
  openFactorResetDoors(staff, house)
  openDeskDoors(staff, house)
  openRosterDoors(staff, house)
  openStatisticsDoors(staff, house)
  openStaffingDoors(staff, house)
  openQueueDoors(staff, house)
  openBulkDoors(staff, { ...house, log })
  openViewDoors(staff, house)
  openSearchDoors(staff, house)
  openReceptionDoors(staff, house)
  openImportDoors(staff, house)
  openLedgerDoors(staff, house)
  openDecisionDoors(staff, house)
  openDeclarationDoors(staff, house)
  openExclusionDoors(staff, house)
  openRelationDoors(staff, house)
  openNewDrawDoors(staff, house)
  openDrawDoors(staff, house)
  openCaseDoors(staff, house)
  openClockDoors(staff, house)
  openNoticeDoors(staff, house)
  openStepDoors(staff, house)
  openOutgoingDoors(staff, house)
  openReleaseDoors(staff, house)
  openServingDoors(staff, house)
  openInvestigationDoors(staff, house)
  openLegalDoors(staff, house)
  openEvidenceDoors(staff, house)
  openAuditDoors(staff, house)
  openFindingDoors(staff, house)
  openSupervisionDoors(staff, house)
  openMaskingDoors(staff, house)
  openRetentionDoors(staff, house)
  openRotationDoors(staff, house)

  app.use(...house.brakes.requests)
  app.use(house.entrance.identify)
  app.use(shells.dress)
  app.use(gate.router)
  app.use(requireStaff)
  app.use(takePasskey)
  app.use(endStandInsOfYesterday(house))
  app.use(staff.router)
  closeEntrance(app, { side: 'staff', log, random: house.random, shells })
  return { app, doors: [...gate.list, ...staff.list] }
}
