import { codeAt, newTotpSecret, type StaffKeys } from '../../src/accounts'
import type { Organisation, NewOrganisation } from '../../src/organisations'
import { systemRandom } from '../../src/platform/random'
import type { StaffActor } from '../../src/vocabulary/actor'
import type { Duty } from '../../src/vocabulary/duty'
import type { OrganisationId } from '../../src/vocabulary/ids'
import type { Site } from './site'

const system = { side: 'system' } as const

const body = (name: string, rest: Partial<NewOrganisation>): NewOrganisation => ({
  code: name,
  name,
  shortName: name,
  level: 'city',
  kind: 'medical-security',
  parentId: null,
  regionCode: '330100',
  telephone: '0571-12393',
  hours: '工作日 8:30 至 17:30',
  address: '示范路 1 号',
  postcode: '310000',
  ...rest,
})

/** The body that runs the site and the one above it. A recovery key exists, so reports can be accepted. */
export const moveIn = async ({ house }: Pick<Site, 'house'>) =>
  house.db.inTransaction(async tx => {
    const { organisations, recovery } = house
    const above: Organisation = await organisations.create(
      tx,
      body('示范省医疗保障局', { code: 'S33', level: 'province', regionCode: '330000' }),
    )
    const own: Organisation = await organisations.create(
      tx,
      body('示范市医疗保障局', { code: 'S3301', parentId: above.id }),
    )
    await organisations.setSite(tx, {
      name: '示范市医保举报',
      seal: ['医', '保', '举', '报'],
      organisationId: own.id,
    })
    const at = { organisationId: own.id, demonstration: true }
    const shares = await recovery.make(tx, system, at)
    return { own, above, shares }
  })

export type Officer = {
  readonly username: string
  readonly password: string
  readonly totpSecret: string
  readonly actor: StaffActor
  readonly keys: StaffKeys
}

/** Somebody with keys who has signed in before: the desks of their duties have keys too. */
export const hire = async (
  { house }: Pick<Site, 'house'>,
  organisationId: OrganisationId,
  duties: readonly Duty[],
  displayName = `${duties.join('')}员`,
): Promise<Officer> => {
  const { accounts, desks, db } = house
  const username = `u${systemRandom.digits(12)}`
  const password = `long-${systemRandom.digits(20)}`
  const totpSecret = newTotpSecret(systemRandom)
  return db.inTransaction(async tx => {
    const person = { organisationId, username, displayName, duties, password, totpSecret }
    const keys = await accounts.addEnrolled(tx, system, person)
    const actor: StaffActor = {
      side: 'staff',
      id: keys.staffId,
      organisationId,
      displayName,
      duties,
    }
    await desks.ensureForMember(tx, actor, keys)
    return { username, password, totpSecret, actor, keys }
  })
}

/** What their telephone shows now. */
export const codeOf = ({ clock }: Site, { totpSecret }: Officer): string =>
  codeAt(totpSecret, clock.now())
