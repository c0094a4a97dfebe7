import { possibleAmendments, withdrawals, type Standing } from '../amendments'
import { idTypes, paperNames } from '../vocabulary/report-answers'

export const toIdentityPage = () => ({
  papers: idTypes.map(code => ({ code, name: paperNames[code] })),
})

type Words = { readonly name: string; readonly effect: string }

const later = '改主意了，可以回到这一页恢复。'

/** What each choice does, said before it is made. 实名 has a page of its own. */
const choiceWords: Readonly<Record<(typeof withdrawals)[number], Words>> = {
  'reward-withdrawn': {
    name: '不要奖励了',
    effect: `查实以后不再给您核定奖励，核查照常进行。${later}`,
  },
  'reward-restored': { name: '还是想要奖励', effect: '查实以后照规定核定，和没有放弃过一样。' },
  'contact-withdrawn': {
    name: '不想再被追问',
    effect: `办案人员会看到您不希望在留言里被追问。决定和期限照样在这里告诉您，您也随时可以留言。${later}`,
  },
  'contact-restored': { name: '可以留言问我', effect: '办案人员会看到可以在留言里问您。' },
  'report-withdrawn': {
    name: '撤回举报',
    effect: `办案人员会看到您撤回了。交过的文字和文件不会删除；依照法律，医保部门可以继续核查。查询码照样能用。${later}`,
  },
  'report-restored': { name: '恢复举报', effect: '办案人员会看到您不撤回了，照常办理。' },
}

/** What has been taken back so far. */
const takenBack = ({ reward, contact, withdrawn }: Standing): string[] => [
  ...(withdrawn ? ['您撤回了举报。'] : []),
  ...(reward === 'withdrawn' ? ['您放弃了奖励。'] : []),
  ...(contact === 'declined' ? ['您不希望在留言里被追问。'] : []),
]

export const toWithdrawPage = ({ standing }: { readonly standing: Standing }) => ({
  now: takenBack(standing),
  choices: withdrawals
    .filter(kind => possibleAmendments(standing).includes(kind))
    .map((kind, at) => ({
      id: at === 0 ? 'change' : `change-${at}`,
      value: kind,
      ...choiceWords[kind],
    })),
})
