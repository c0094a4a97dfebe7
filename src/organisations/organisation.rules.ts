import type { OrganisationId } from '../vocabulary/ids'

export const organisationLevels = ['nation', 'province', 'city', 'county'] as const
export type OrganisationLevel = (typeof organisationLevels)[number]

/** Medical security handles reports; the others receive what is not for it. */
export const organisationKinds = [
  'medical-security',
  'police',
  'discipline',
  'health',
  'market',
  'drug',
  'audit',
  'finance',
  'petition',
] as const
type OrganisationKind = (typeof organisationKinds)[number]

export type Organisation = {
  readonly id: OrganisationId
  readonly code: string
  readonly name: string
  readonly shortName: string
  readonly level: OrganisationLevel
  readonly kind: OrganisationKind
  readonly parentId: OrganisationId | null
  /** GB/T 2260 */
  readonly regionCode: string
  readonly telephone: string
  readonly hours: string
  readonly address: string
  readonly postcode: string
}

export type NewOrganisation = Omit<Organisation, 'id'> & { readonly id?: OrganisationId }

export type SiteSettings = {
  readonly name: string
  /** Four characters, drawn two by two. */
  readonly seal: readonly [string, string, string, string]
  /** The body that runs this site; undefined until the site is set up. */
  readonly organisationId: OrganisationId | undefined
  /** Its name; empty until the site is set up. */
  readonly body: string
  readonly telephone: string
  readonly hours: string
  readonly address: string
  readonly postcode: string
  /** Where quick exit leads. */
  readonly exitSite: string
  /** The body above, where it works on this site or not; empty when nobody told. */
  readonly superiorName: string
  readonly superiorTelephone: string
  /** Answered for the whole country; for whoever knows no other number. */
  readonly nationalTelephone: string
}

type Superior = Pick<Organisation, 'name' | 'telephone'>

/**
 * Whom to ask with what this site cannot take because it concerns the body itself. Never a telephone
 * that this body answers.
 */
export const whomToAskAbove = (site: SiteSettings, above: Superior | undefined): string => {
  const name = site.superiorName || (above?.name ?? '')
  const telephone = [site.superiorTelephone, above?.telephone ?? '', site.nationalTelephone].find(
    number => number !== '' && number !== site.telephone,
  )
  const body = name === '' ? '上一级医保部门' : name
  return telephone === undefined
    ? `请当面或者写信向${body}反映`
    : `请直接向${body}反映，可以拨打 ${telephone}`
}
