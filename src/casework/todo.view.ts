import type { CaseState } from '../cases'

/** What has to be done now, at the head of the box. */
export const todoWords: Readonly<
  Record<CaseState, { readonly head: string; readonly text: string }>
> = {
  received: {
    head: '现在要做：决定是否受理',
    text: '受理以后分派两位承办人。不受理要选理由，举报人会看到。',
  },
  accepted: { head: '现在要做：分派承办人', text: '选两位承办人，分派以后他们才能打开这一件。' },
  checking: {
    head: '现在要做：核查线索',
    text: '由两位承办人核查，核查完了提请立案或者不予立案。需要补充情况，可以给举报人留言。',
  },
  filed: { head: '现在要做：开始调查取证', text: '已经立案，五个工作日内要告知举报人。' },
  investigating: {
    head: '现在要做：调查取证',
    text: '认定违法事实和金额以后，送法制审核；不用审核的，直接提请处理决定。',
  },
  reviewing: { head: '正在法制审核', text: '由法制审核岗位提出意见，通过或者退回。' },
  reviewed: { head: '现在要做：提请处理决定', text: '由承办人提请，负责人签发。' },
  decided: { head: '现在要做：落实处理决定', text: '各项处理都落实、该告知的都告知以后结案。' },
  closed: { head: '已经结案', text: '材料齐了，可以归档。有新的证据或者异议，可以重新办理。' },
  archived: { head: '已经归档', text: '有新的证据或者异议，可以重新办理。' },
  refused: { head: '已经不予受理', text: '举报人补充了新的证据，可以重新受理。' },
  'handed-over': { head: '已经移送', text: '对方退回，或者又归本单位管，可以重新办理。' },
  redirected: { head: '已经告知去别处反映', text: '后来查明归本单位管，可以重新办理。' },
  merged: { head: '已经并入另一件', text: '在那一件里接着办，举报人的查询码照样能用。' },
  'not-filed': {
    head: '不予立案',
    text: '告知举报人以后归档。有新的证据或者异议，可以重新办理。',
  },
  suspended: { head: '已经中止', text: '各项期限都停着。中止的原因没有了，就恢复办理。' },
  withdrawn: { head: '因撤回而终止', text: '举报人恢复了举报，或者有新的证据，可以重新办理。' },
}
