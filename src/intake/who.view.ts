import type { Lists } from '../filing'
import { idTypes, paperNames, type IdentityAnswer } from '../vocabulary/report-answers'

export const toIdentityPage = ({ identities }: Lists) => ({
  choices: identities.map(({ code, name, hint, facts }) => ({ code, name, hint, facts })),
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
