type Refusal = { readonly title: string; readonly text: string }

/**
 * What a person reads when something is refused: what happened, and what to do next.
 * `{name}` is filled from the error's values. A code without a line here gets the words of its kind.
 */
export const refusals: Readonly<Record<string, Refusal>> = {
  'page.not-found': {
    title: '找不到这一页',
    text: '网址可能写错了，或者这一页已经搬走。请从首页重新进入。',
  },
  'case.not-found': {
    title: '找不到这一件',
    text: '编号可能写错了，或者这一件没有分派给您。请回到线索队列查看。',
  },
}
