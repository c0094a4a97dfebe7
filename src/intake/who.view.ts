import type { Lists } from '../filing'
import { idTypes, paperNames, type IdentityAnswer } from '../vocabulary/report-answers'

export const noNames = '现在不能实名：保管身份的岗位还没有开通，请选匿名'

/** @param names whether anybody could open the identity of a reporter with a name */
export const toIdentityPage = ({ identities }: Lists, names: boolean) => ({
  choices: identities.map(({ code, name, hint, facts }) => {
    const off = code === 'named' && !names
    return { code, name, hint: off ? noNames : hint, facts: off ? [] : facts, off }
  }),
})

export const toNamedPage = () => ({
  papers: idTypes.map(code => ({ code, name: paperNames[code] })),
})

export const namedValues = (known: IdentityAnswer | undefined): Record<string, string> =>
  known === undefined
    ? { id_type: 'id-card' }
    : {
        name: known.name,
        phone: known.phone,
        id_type: known.idType,
        id_number: known.idNumber,
        delivery: known.delivery,
        address: known.address,
      }
