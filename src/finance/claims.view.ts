import { awardNumber, type Award } from '../awards'
import type { LawEntry } from '../lawbook'
import {
  doubtsOf,
  maskedAccount,
  maskedPaper,
  sumOfShares,
  type Claim,
  type ClaimDoubt,
  type ClaimFile,
  type Payee,
} from '../payouts'
import { dayInWords } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import { inDocuments, inYuan } from '../vocabulary/money'
import { paperNames } from '../vocabulary/report-answers'
import { claimSum } from './payment-words'

export const CLAIMS = '/staff/finance/claims'

const viewWords = { made: '等核对', checked: '核对过，等付款' } as const
export type ClaimView = keyof typeof viewWords

const emptyWords: Readonly<Record<ClaimView, string>> = {
  made: '没有等着核对的申领。举报人在网上填了收款信息，或者同事在窗口登记了，会排在这里。',
  checked: '没有核对过还没付款的申领。',
}

const wayWords: Readonly<Record<Claim['way'], string>> = {
  web: '举报人在网上填的',
  office: '在窗口登记的',
}

const stateWords: Readonly<Record<Claim['state'], string>> = {
  made: '等核对',
  checked: '核对过',
  paid: '已付清',
  returned: '已退回',
}

const matchWords: Readonly<Record<Claim['matched'], string>> = {
  yes: '第一个收款人和举报人留下的姓名、证件号一致',
  no: '第一个收款人和举报人留下的姓名、证件号不一样，请仔细核对',
  none: '没有留下可以比对的姓名',
}

/** What the second person puts a name to, each for itself. */
const doubtWords: Readonly<Record<ClaimDoubt, { readonly told: string; readonly sure: string }>> = {
  'no-word': {
    told: '来的人忘了领奖口令，这份申领没有对过口令。',
    sure: '我知道这份申领没有对过口令，看过登记时写的说明，另外核实了来的人就是举报人本人或者他委托的人',
  },
  'other-name': {
    told: '第一个收款人和举报人留下的姓名、证件号不一样。',
    sure: '我知道收款人和举报人留下的姓名、证件号不一样，核实了可以付给这个收款人',
  },
}

type Listed = { readonly claim: Claim; readonly award: Award }

const toRow = ({ claim, award }: Listed) => ({
  href: `${CLAIMS}/${claim.id}`,
  number: claim.number,
  award: awardNumber(award.year, award.serial),
  sum: claimSum(claim, award),
  way: wayWords[claim.way],
  payees: String(claim.payees),
  made: dayInWords(claim.madeOn),
})

const nextOf = (view: ClaimView, last: Listed | undefined): string =>
  last === undefined ? '' : `${CLAIMS}?view=${view}&after=${last.claim.madeOn}_${last.claim.id}`

/** Everything views/finance/claims.ejs prints. @param found one more than a page, where there is a next one */
export const toClaimList = (
  found: readonly Listed[],
  { view, page }: { readonly view: ClaimView; readonly page: number },
) => {
  const rows = found.slice(0, page)
  return {
    title: '收款信息核对',
    tabs: (Object.keys(viewWords) as ClaimView[]).map(name => ({
      ...{ words: viewWords[name], href: `${CLAIMS}?view=${name}`, current: name === view },
    })),
    empty: emptyWords[view],
    rows: rows.map(toRow),
    next: found.length > page ? nextOf(view, rows.at(-1)) : '',
  }
}

const personOf = (
  { name, idType, idNumber }: Pick<Payee, 'name' | 'idType' | 'idNumber'>,
  whole: boolean,
): string => `${name}，${paperNames[idType]} ${whole ? idNumber : maskedPaper(idNumber)}`

const toPayee = (payee: Payee, whole: boolean) => ({
  name: payee.name,
  facts: [
    { name: '收款人', words: personOf(payee, whole) },
    { name: '账号', words: whole ? payee.account : maskedAccount(payee.account) },
    { name: '开户银行', words: payee.bank },
    { name: '金额', words: `${inYuan(payee.fen)} 元` },
    ...(payee.agent === undefined
      ? []
      : [{ name: '代领的人', words: `${personOf(payee.agent, whole)}，授权书已经看过` }]),
  ],
})

type Shown = {
  readonly file: ClaimFile
  readonly names: ReadonlyMap<StaffId, string>
  readonly grounds: readonly LawEntry<'claim-return'>[]
  readonly viewer: StaffId
  /** Numbers as they are, once. */
  readonly whole: boolean
  readonly form: FormState
  readonly problem: string
  readonly reasonMax: number
}

const handOf = (by: StaffId | null, names: Shown['names']): string =>
  by === null ? '' : (names.get(by) ?? '')

const optional = (name: string, words: string) => (words === '' ? [] : [{ name, words }])

/** Where a part was paid before: how much it is for. */
const partOf = ({ shares }: ClaimFile['claim'], { fen }: Award): string => {
  const part = sumOfShares(shares)
  return part === fen ? '' : inDocuments(part)
}

const toFacts = ({ file: { claim, award }, grounds, names }: Shown) => {
  const ground = grounds.find(({ code }) => code === claim.returnGround)
  return [
    { name: '申领编号', words: claim.number },
    { name: '奖励编号', words: awardNumber(award.year, award.serial) },
    { name: '奖励金额', words: inDocuments(award.fen) },
    ...optional('这一次申领', partOf(claim, award)),
    { name: '怎样来的', words: wayWords[claim.way] },
    { name: '哪天填的', words: dayInWords(claim.madeOn) },
    { name: '比对结果', words: matchWords[claim.matched] },
    ...optional('没有口令，登记时的说明', claim.noWord ?? ''),
    ...optional('登记的人', handOf(claim.enteredBy, names)),
    ...optional('核对的人', handOf(claim.checkedBy, names)),
    ...optional('有疑点仍通过的理由', claim.confirmation ?? ''),
    ...optional('退回的理由', ground?.data.name ?? claim.returnGround ?? ''),
  ]
}

/** Checked, and what was on its way has not arrived: the reporter is to write it anew. */
const mayReturn = ({ claim, award, isPaying }: ClaimFile): boolean =>
  claim.state === 'checked' && award.state === 'claimed' && !isPaying

const toDoubts = ({ file: { claim }, form: { values, errors } }: Shown) =>
  doubtsOf(claim).map(doubt => ({
    ...{ id: `sure_${doubt}`, ...doubtWords[doubt] },
    ...{ chosen: values[`sure_${doubt}`] === 'yes', error: errors[`sure_${doubt}`] },
  }))

/** Everything views/finance/claim.ejs prints. */
export const toClaimPage = (shown: Shown) => {
  const { file, grounds, viewer, whole, form, problem, reasonMax } = shown
  const { claim, award } = file
  const hands = [claim.enteredBy, award.proposedBy, award.reviewedBy]
  const isOwn = hands.includes(viewer)
  return {
    title: `申领 ${claim.number}`,
    action: `${CLAIMS}/${claim.id}`,
    state: stateWords[claim.state],
    facts: toFacts(shown),
    payees: claim.shares.map(one => toPayee(one, whole)),
    whole,
    mayCheck: claim.state === 'made' && !isOwn,
    mayReturn: mayReturn(file) && !isOwn,
    own: claim.state === 'made' && isOwn,
    grounds: grounds.map(({ code, data }) => ({
      ...{ code, words: data.name, chosen: form.values['ground'] === code },
    })),
    doubts: toDoubts(shown),
    why: form.values['why'] ?? '',
    errors: form.errors,
    problem,
    reasonMax,
  }
}
