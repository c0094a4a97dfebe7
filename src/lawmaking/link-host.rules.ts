/** Names under which anybody may register: whoever lists one lets in everybody. The short ones are provinces, of .cn. */
const openNames = new Set(
  (
    'ac co com edu mil net org xn--55qx5d xn--io0a7i xn--od0alg ah bj cq fj gd gs gx gz ha hb he hi hk hl hn jl js jx ln ' +
    'mo nm nx qh sc sd sh sn sx tj tw xj xz yn zj'
  ).split(' '),
)

/** `com.cn`, `zj.cn`, `co.uk`; `gov.cn` is given to governments only. */
export const isOpenToAll = (host: string): boolean => {
  const [first = '', country = '', ...more] = host.split('.')
  return more.length === 0 && country.length === 2 && openNames.has(first)
}
