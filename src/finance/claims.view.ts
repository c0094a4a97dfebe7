import { momentInWords } from '../accounts'
import { awardNumber, type Award } from '../awards'
import { maskedAccount, maskedPaper, type Claim, type ClaimFile } from '../payouts'
import { dayInWords } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import { inDocuments, inYuan } from '../vocabulary/money'
import { paperNames } from '../vocabulary/report-answers'

export const CLAIMS = '/staff/finance/claims'

const wayWords = { web: '网上', office: '窗口' } as const
const stateWords = { made: '等核对', checked: '核对过了', returned: '已退回' } as const
const matchWords = {
  yes: '一致',
  no: '不一致，请核实是不是本人',
  none: '举报人没有留下姓名，没有可以比的',
} as const

type Row = { readonly claim: Claim; readonly award: Award }

const toRow = ({ claim, award }: Row) => ({
  href: `${CLAIMS}/${claim.id}`,
  number: claim.number,
  award: awardNumber(award.year, award.serial),
  sum: inYuan(award.fen),
  way: wayWords[claim.way],
  madeOn: dayInWords(claim.madeOn),
  differs: claim.matched === 'no',
})

/** Everything views/finance/claims.ejs prints. @param found one more than a page, where there is a next one */
export const toClaimList = (
  found: readonly Row[],
  { view, page }: { readonly view: 'made' | 'checked'; readonly page: number },
) => {
  const rows = found.slice(0, page)
  const last = rows.at(-1)?.claim
  return {
    title: '申领',
    tabs: (['made', 'checked'] as const).map(name => ({
      ...{ href: `${CLAIMS}?view=${name}`, current: name === view },
      words: name === 'made' ? '等核对' : '等付款',
    })),
    rows: rows.map(toRow),
    next:
      found.length > page && last !== undefined
        ? `${CLAIMS}?view=${view}&after=${last.madeOn}_${last.id}`
        : '',
  }
}

type Shown = {
  readonly file: ClaimFile
  readonly names: ReadonlyMap<StaffId, string>
  readonly viewer: StaffId
  /** Whether whole numbers are asked for; that they were read is recorded. */
  readonly whole: boolean
  readonly grounds: readonly {
    readonly code: string
    readonly words: string
    readonly chosen: boolean
  }[]
  readonly form: FormState
  readonly problem: string
}

/** Everything views/finance/claim.ejs prints. */
export const toClaimPage = ({ file, names, viewer, whole, ...shown }: Shown) => {
  const { claim, award } = file
  const hands = [claim.enteredBy, award.proposedBy, award.reviewedBy]
  return {
    title: `申领 ${claim.number}`,
    action: `${CLAIMS}/${claim.id}`,
    state: stateWords[claim.state],
    award: {
      href: `/staff/finance/rewards/${award.id}`,
      words: awardNumber(award.year, award.serial),
      sum: inDocuments(award.fen),
    },
    facts: [
      { name: '怎样申领', words: `${wayWords[claim.way]}，${dayInWords(claim.madeOn)}` },
      ...(claim.enteredBy === null
        ? []
        : [{ name: '登记人', words: names.get(claim.enteredBy) ?? '' }]),
      { name: '收款人和举报人留下的身份', words: matchWords[claim.matched] },
      ...(claim.checkedBy === null || claim.checkedAt === null
        ? []
        : [
            {
              name: '核对人',
              words: `${names.get(claim.checkedBy) ?? ''}，${momentInWords(claim.checkedAt)}`,
            },
          ]),
    ],
    payees: claim.shares.map(one => ({
      name: one.name,
      paper: `${paperNames[one.idType]} ${whole ? one.idNumber : maskedPaper(one.idNumber)}`,
      account: whole ? one.account : maskedAccount(one.account),
      bank: one.bank,
      sum: inYuan(one.fen),
      agent:
        one.agent === undefined
          ? ''
          : `${one.agent.name}（${paperNames[one.agent.idType]} ${maskedPaper(one.agent.idNumber)}）代领，授权书和双方证件已看过`,
    })),
    whole,
    mayCheck: claim.state === 'made' && !hands.includes(viewer),
    mayReturn: claim.state !== 'returned',
    waits: claim.state === 'made',
    grounds: shown.grounds,
    errors: shown.form.errors,
    problem: shown.problem,
  }
}
