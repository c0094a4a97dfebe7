/** Why a rule of rewards gives no sum: {named} is the missing figure, or what may be chosen. */
export const rewardFaults = {
  'no-loss': '没有基金损失，不按金额计算奖励（{named}要大于 0）',
  'figure-missing': '现有文本里没有这个数：{named}。请按正式文本补上后再算',
  'grade-missing': '要写明等级：{named}',
  'grade-unknown': '没有这个等级；这条规定的等级是：{named}',
  'subject-missing': '要写明被举报的是单位（unit）还是个人（individual）',
  'rate-missing': '比例由经办人在幅度内定，要写明：{named}',
  'rate-outside': '比例不在规定的幅度里：{named}',
  'rate-fixed': '这条规定的比例是定好的，不能另写',
} as const

export const rewardInputFaults = {
  'not-an-object': '这一项要写成 {"rule": …, "caseValue": …, "options": …}',
  'rule-unknown': '没有代码是“{named}”的奖励规定',
  'not-an-amount': '金额（caseValue）要写成数字，单位元，最多两位小数，例如 652980.18',
  'negative-amount': '金额（caseValue）不能是负数',
  'amount-too-large': '金额（caseValue）最多 {named} 元，请核对有没有多写几位',
  'option-unknown':
    '不认识“{named}”，请核对拼写：选项都写在 options 里面，可以写 grade、subject、insider、rate',
  'options-wrong':
    '选项写得不对：grade 是文字，subject 是 unit 或 individual，insider 是 true 或 false，rate 是 0 到 1 之间、最多四位小数的数',
} as const
