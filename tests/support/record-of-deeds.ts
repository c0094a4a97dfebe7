import { randomBytes, randomUUID } from 'node:crypto'
import { createAudit } from '../../src/audit'
import { createInstallation } from '../../src/platform/crypto'
import type { Actor, StaffActor } from '../../src/vocabulary/actor'
import type { Deed } from '../../src/vocabulary/deeds'
import type { CaseId, OrganisationId, ReportId, StaffId } from '../../src/vocabulary/ids'
import { cloneDatabase } from './database'

type Done = { readonly deed?: Deed; readonly ground?: string; readonly caseId?: CaseId }

/** A record of deeds on a database of its own: one officer, one reporter, one case, two bodies. */
export const aRecord = async () => {
  const database = await cloneDatabase()
  let now = new Date()
  const clock = () => now
  const auditUnder = (secret: Buffer) =>
    createAudit({ clock, installation: createInstallation([{ version: 1, secret }]) })
  const audit = auditUnder(randomBytes(32))
  const [city, province] = [randomUUID(), randomUUID()].sort() as [OrganisationId, OrganisationId]
  const officer: StaffActor = {
    side: 'staff',
    id: randomUUID() as StaffId,
    organisationId: city,
    displayName: '张',
    duties: ['intake'],
  }
  const reporter: Actor = { side: 'reporter', reportId: randomUUID() as ReportId }
  const caseId = randomUUID() as CaseId
  const record = (actor: Actor = officer, { deed = 'case.opened', ...rest }: Done = {}) =>
    database.db.inTransaction(tx => audit.record(tx, actor, city, { deed, caseId, ...rest }))

  return {
    ...{ database, db: database.db, owner: database.tables, audit, auditUnder, record },
    ...{ city, province, officer, reporter, caseId, chain: `${city}:staff` },
    setNow: (text: string) => {
      now = new Date(text)
    },
    times: async (count: number, actor?: Actor) => {
      for (let done = 0; done < count; done += 1) await record(actor)
    },
    verify: (headFile?: unknown) => database.db.inTransaction(tx => audit.verify(tx, headFile)),
    exportHeads: () => database.db.inTransaction(tx => audit.exportHeads(tx)),
  }
}
