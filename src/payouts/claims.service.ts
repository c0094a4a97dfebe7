import type { Visitor } from '../accounts'
import type { Award, OpenAward } from '../awards'
import type { Holder, OpenDesk } from '../desks'
import { dayOf } from '../platform/clock'
import { newSymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound, refused, unavailable } from '../platform/errors'
import type { ReporterActor, StaffActor } from '../vocabulary/actor'
import type { AwardId, ClaimId, OrganisationId, ReportId } from '../vocabulary/ids'
import { inYuan, type Fen } from '../vocabulary/money'
import { refuseInvolved } from './building.service'
import { createChecking, type Checking } from './checking.service'
import type { Claim, OpenClaim, Payee } from './claim'
import { sharesGap, sumOfShares } from './claim.rules'
import {
  findClaim,
  findClaimOnce,
  hasLivePayment,
  insertClaim,
  listClaims,
  listClaimsOf,
  sumPaid,
} from './claims.repository'
import type { PayoutDeps } from './payouts-deps'
import {
  openClaimWith,
  openOwnPayeeKey,
  openPayeeKey,
  sealPayeeKey,
  sealPayees,
} from './sealed-claim'

type Wish = {
  readonly once: string
  readonly payees: readonly Payee[]
  /** At the office: the word was forgotten, and this is how the person showed that the report is theirs. */
  readonly noWord?: string | undefined
}

/** A claim, opened for the finance side, with the award that it is about. */
export type ClaimFile = {
  readonly claim: OpenClaim
  readonly award: Award
  /** A payment of it is on its way. */
  readonly isPaying: boolean
}

export type Claims = Checking & {
  /**
   * Whom to pay, said in the reporter's own session. Sent twice it is one.
   * @throws notFound('award'), refused `award.window`, `award.moved-on`, `claim.sum`, `claim.payees`,
   * forbidden `identity.at-office` where an officer has heard the code
   */
  readonly make: (tx: Tx, reporter: Holder, wish: Wish) => Promise<Claim>
  /**
   * The same at the office, typed in by an officer whom another one checks.
   * @throws as make; refused `claim.word-needed` without the word where an officer has seen the code
   */
  readonly enter: (tx: Tx, visitor: Visitor, reporter: Holder, wish: Wish) => Promise<Claim>
  /** What is still to be paid of it. */
  readonly left: (tx: Tx, award: Award) => Promise<Fen>
  /** In the reporter's own session, newest first. */
  readonly own: (tx: Tx, reporter: Holder, awardId: AwardId) => Promise<readonly OpenClaim[]>
  /** Oldest first; of the body that pays. */
  readonly list: (
    tx: Tx,
    visitor: Visitor,
    page: Omit<Parameters<typeof listClaims>[1], 'body'>,
  ) => Promise<readonly { readonly claim: Claim; readonly award: Award }[]>
  /**
   * Read by somebody of the finance side, which is recorded: whole numbers are a deed of their own.
   * @throws notFound('claim'), forbidden('award.no-key')
   */
  readonly open: (
    tx: Tx,
    visitor: Visitor,
    id: ClaimId,
    look?: 'masked' | 'numbers',
  ) => Promise<ClaimFile>
}

const NUMBER_DIGITS = 12

const tellPayers = async (
  { accounts, notices }: PayoutDeps,
  tx: Tx,
  organisationId: OrganisationId,
): Promise<void> => {
  const people = await accounts.listActive(tx, organisationId, 'payer')
  await notices.mark(
    tx,
    people.map(({ id }) => ({ kind: 'staff', staffId: id })),
  )
}

const toldTo = async ({ awards }: PayoutDeps, tx: Tx, reporter: Holder): Promise<OpenAward> => {
  const award = await awards.told(tx, reporter)
  if (award?.kind !== 'grant') throw notFound('award')
  return award
}

const deskOf = async (
  { desks }: Pick<PayoutDeps, 'desks'>,
  tx: Tx,
  body: OrganisationId,
): Promise<OpenDesk> => {
  const desk = await desks.findOpen(tx, body, 'finance')
  if (desk === undefined) throw unavailable('award.no-finance')
  return desk
}

/** Together what is still to be paid, to the fen. @returns the first of them */
const checkShares = async (
  { lawbook, clock }: PayoutDeps,
  tx: Tx,
  award: Award,
  payees: readonly Payee[],
): Promise<Payee> => {
  const fen = await leftOf(tx, award)
  const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
  const most = limits['claim.payees']
  const [first] = payees
  if (first === undefined || payees.length > most) throw refused('claim.payees', { most })
  const gap = sharesGap(payees, fen)
  if (gap !== 0n || payees.some(one => one.fen <= 0n))
    throw refused('claim.sum', {
      gap: inYuan(gap < 0n ? -gap : gap),
      side: gap < 0n ? '少' : '多',
    })
  return first
}

/** Of an award, what has not arrived: a share may have been paid before the rest was claimed anew. */
const leftOf = async (tx: Tx, { id, fen }: Award): Promise<Fen> => fen - (await sumPaid(tx, id))

type Making = {
  readonly reporter: Holder
  readonly wish: Wish
  readonly by: StaffActor | undefined
}

const deedOf = ({ wish, by }: Pick<Making, 'wish' | 'by'>) => {
  if (by === undefined) return 'claim.made'
  return wish.noWord === undefined ? 'claim.entered' : 'claim.entered-without-word'
}

const put = async (
  deps: PayoutDeps,
  tx: Tx,
  award: OpenAward,
  { reporter, wish, by }: Making,
): Promise<void> => {
  const { clock, random } = deps
  const first = await checkShares(deps, tx, award, wish.payees)
  const way = by === undefined ? 'web' : 'office'
  await deps.awards.course.claim(tx, award.id)
  const desk = await deskOf(deps, tx, award.financeBody)
  const id = random.uuid() as ClaimId
  const key = newSymmetricKey(random)
  const seals = sealPayeeKey(id, key, {
    desk,
    reporter: { reportId: reporter.id as ReportId, publicKey: reporter.pair.publicKey },
  })
  await insertClaim(tx, {
    ...{ id, award_id: award.id, once: wish.once, number: random.digits(NUMBER_DIGITS) },
    ...{ way, made_on: dayOf(clock()), entered_by: by?.id ?? null },
    matched: await deps.compareIdentity(tx, reporter, first, way),
    fen: sumOfShares(wish.payees).toString(),
    ...{ payees: wish.payees.length, without_word: wish.noWord !== undefined },
    sealed_payees: sealPayees(key, id, wish.payees, wish.noWord),
    ...seals,
  })
  await tellPayers(deps, tx, award.financeBody)
  const actor: StaffActor | ReporterActor =
    by ?? ({ side: 'reporter', reportId: reporter.id as ReportId } as const)
  await deps.audit.record(tx, actor, award.financeBody, { deed: deedOf({ wish, by }), subject: id })
}

const make =
  (deps: PayoutDeps) =>
  async (tx: Tx, making: Making): Promise<Claim> => {
    const award = await toldTo(deps, tx, making.reporter)
    const { by } = making
    if (by !== undefined && by.organisationId !== award.financeBody) throw notFound('award')
    if (by !== undefined) refuseInvolved([award], by.id)
    await deps.awards.course.lock(tx, award.id)
    const before = await findClaimOnce(tx, making.wish.once)
    if (before !== undefined && before.awardId !== award.id) throw refused('claim.moved-on')
    if (before === undefined) await put(deps, tx, award, making)
    const made = await findClaimOnce(tx, making.wish.once)
    if (made === undefined) throw new Error('a claim was made')
    return made
  }

const open =
  (deps: PayoutDeps): Claims['open'] =>
  async (tx, { actor, keys }, id, look = 'masked') => {
    const claim = await findClaim(tx, id)
    const award = claim && (await deps.awards.course.get(tx, claim.awardId))
    if (claim === undefined || award?.financeBody !== actor.organisationId) throw notFound('claim')
    const key = openPayeeKey(claim, await deps.desks.holdersOf(tx, keys))
    if (key === undefined) throw forbidden('award.no-key')
    refuseInvolved([award], actor.id)
    const deed = look === 'masked' ? 'claim.viewed' : 'claim.numbers-viewed'
    await deps.audit.record(tx, actor, actor.organisationId, { deed, subject: id })
    return { claim: openClaimWith(claim, key), award, isPaying: await hasLivePayment(tx, id) }
  }

export const createClaims = (deps: PayoutDeps): Claims => ({
  make: async (tx, reporter, wish) => {
    const { seenByOfficer } = await deps.cases.codeStateOf(tx, reporter.id as ReportId)
    if (seenByOfficer) throw forbidden('identity.at-office')
    return make(deps)(tx, { reporter, wish, by: undefined })
  },
  enter: async (tx, { actor }, reporter, wish) => {
    const { seenByOfficer } = await deps.cases.codeStateOf(tx, reporter.id as ReportId)
    // With a code that an officer has seen, the word alone says that it is not that officer who claims.
    if (wish.noWord !== undefined && seenByOfficer) throw refused('claim.word-needed')
    return make(deps)(tx, { reporter, wish, by: actor })
  },
  left: leftOf,
  own: async (tx, reporter, awardId) =>
    (await listClaimsOf(tx, awardId)).map(claim =>
      openClaimWith(claim, openOwnPayeeKey(claim, reporter)),
    ),
  list: async (tx, { actor }, page) => {
    const claims = await listClaims(tx, { ...page, body: actor.organisationId })
    const awards = await deps.awards.course.getAll(
      tx,
      claims.map(({ awardId }) => awardId),
    )
    return claims.flatMap(claim => {
      const award = awards.get(claim.awardId)
      return award === undefined ? [] : [{ claim, award }]
    })
  },
  open: open(deps),
  ...createChecking(deps),
})
