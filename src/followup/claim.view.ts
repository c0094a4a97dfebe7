import { awardNumber } from '../awards'
import { maskedAccount, maskedName, maskedPaper, type Payee } from '../payouts'
import { dayInWords } from '../platform/clock'
import { lineInWords } from '../vocabulary/calculation-words'
import { inDocuments, inYuan } from '../vocabulary/money'
import { paperNames } from '../vocabulary/report-answers'
import type { ClaimFacts } from './followup'

export type ClaimBar =
  'none' | 'refused' | 'waived' | 'office' | 'word' | 'open' | 'running' | 'paid' | 'asked-back'

const barOfState: Partial<Record<string, ClaimBar>> = {
  ...{ refused: 'refused', paid: 'paid', claimed: 'running', waived: 'waived' },
}

/** How far it is, and so what the page offers. */
export const claimBar = ({ award, clawback, atOffice, hasWord, today }: ClaimFacts): ClaimBar => {
  if (award === undefined) return 'none'
  if (clawback !== undefined) return 'asked-back'
  const ended = barOfState[award.state]
  if (ended !== undefined) return ended
  if (award.claimUntil !== null && award.claimUntil < today) return 'waived'
  if (atOffice) return 'office'
  return hasWord ? 'word' : 'open'
}

const untilOf = ({ award }: ClaimFacts): string => {
  if (award?.claimUntil == null) return ''
  const unsure = award.claimProvisional ? '（放假安排还没公布，日期可能变）' : ''
  return `${dayInWords(award.claimUntil)}${unsure}`
}

const ruleWords = ({ award }: ClaimFacts): string => {
  if (award === undefined) return ''
  const { ruleTitle, ruleDocument } = award.summary
  return ruleDocument === '' ? ruleTitle : `${ruleTitle}（${ruleDocument}）`
}

/** With several, which of them: in the order in which they were written. */
const bouncedWords = (bounced: readonly number[], payees: number): string => {
  if (bounced.length === 0) return ''
  const whose = payees === 1 ? '' : `第 ${bounced.map(at => at + 1).join('、')} 个收款人的`
  return `${whose}钱没有付成，或者付了又退回来了。`
}

const claimOf = ({ claims, bounced }: ClaimFacts) => {
  const [latest] = claims
  if (latest === undefined) return undefined
  const { number, matched, state, shares, withoutWord } = latest
  const to = shares.map(
    ({ name, bank, account }) => `${maskedName(name)}，${bank} ${maskedAccount(account)}`,
  )
  return {
    ...{ number, differs: matched === 'no', checked: state === 'checked', to: to.join('；') },
    ...{ withoutWord, bounced: bouncedWords(bounced, shares.length) },
  }
}

type Told = NonNullable<ClaimFacts['award']>

const toAward = (award: Told, left: bigint) => ({
  number: awardNumber(award.year, award.serial),
  sum: inDocuments(award.fen),
  // What is paid wholly has nothing left to tell of.
  left: left === award.fen || left === 0n ? '' : inDocuments(left),
  basis: `${inYuan(BigInt(award.summary.basis))} 元`,
  lines: award.summary.lines.map(lineInWords),
  note: award.state === 'approved' ? award.note : '',
  paidOn: award.paidOn === null ? '' : dayInWords(award.paidOn),
})

const nothing = { number: '', sum: '', left: '', basis: '', lines: [], note: '', paidOn: '' }

const toAskedBack = ({ clawback, askedBack }: ClaimFacts) =>
  clawback === undefined
    ? undefined
    : { on: dayInWords(clawback.on), why: askedBack, isBack: clawback.isBack }

/** Everything views/followup/claim.ejs prints. */
export const toClaimPage = (facts: ClaimFacts) => ({
  bar: claimBar(facts),
  ...(facts.award === undefined ? nothing : toAward(facts.award, facts.left)),
  rule: ruleWords(facts),
  until: untilOf(facts),
  against: facts.against,
  returned: facts.returned,
  askedBack: toAskedBack(facts),
  claim: claimOf(facts),
})

const toPayee = (payee: Payee, at: number) => ({
  at: String(at),
  name: payee.name,
  paper: `${paperNames[payee.idType]} ${maskedPaper(payee.idNumber)}`,
  account: `${payee.bank} ${maskedAccount(payee.account)}`,
  sum: inYuan(payee.fen),
})

/** Everything views/followup/claim-account.ejs and claim-check.ejs print. */
export const toPayeesPage = (facts: ClaimFacts, payees: readonly Payee[]) => {
  const left = payees.reduce((rest, { fen }) => rest - fen, facts.left)
  return {
    sum: inDocuments(facts.left),
    payees: payees.map(toPayee),
    left: inYuan(left),
    isWhole: left === 0n,
    isFirst: payees.length === 0,
    papers: Object.entries(paperNames).map(([code, name]) => ({ code, name })),
  }
}

const rewardSaid: Partial<Record<string, string>> = {
  approved: '有一份奖励可以领，去看金额和最迟哪天领',
  claimed: '奖励正在付款',
  paid: '奖励已经付清',
  waived: '有一份奖励过了期限没有领',
  refused: '这份举报不予奖励，去看理由',
}

/** What the page of the report says of it; '' while there is nothing to say. */
export const rewardWords = ({
  award,
  clawback,
}: Pick<ClaimFacts, 'award' | 'clawback'>): string => {
  if (clawback !== undefined) return '奖励决定追回，去看理由和怎样提出异议'
  return award === undefined ? '' : (rewardSaid[award.state] ?? '')
}
