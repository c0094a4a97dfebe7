import type { PasskeyId, StaffId } from '../vocabulary/ids'

/** A key that never leaves a device or a token of its owner. It proves who is there, and opens nothing. */
export type Passkey = {
  readonly id: PasskeyId
  readonly name: string
  readonly createdOn: string
  readonly lastUsedOn: string | undefined
}

/** As it lies in the database: worth nothing before its MAC has been checked. */
export type StoredPasskey = Passkey & {
  readonly staffId: StaffId
  readonly credentialId: Buffer
  readonly publicKey: Buffer
  readonly mac: Buffer
  readonly counter: number
  readonly transports: readonly string[]
}

/** What came from a browser in place of a code, and in which session it was asked for. */
export type PasskeyShown = {
  /** The hash of the session's id. */
  readonly session: Buffer
  /** The answer of the passkey, as JSON; nothing of it has been checked. */
  readonly answer: string
}

/** For whom passkeys are made: the staff entrance as browsers know it. */
export type PasskeySite = { readonly host: string; readonly origin: string }

/** A passkey belongs to a host name; undefined where the entrance is opened by its address in numbers. */
export const passkeySiteOf = (staffUrl: string): PasskeySite | undefined => {
  const { hostname: host, origin } = new URL(staffUrl)
  return /^[\d.]+$|^\[/.test(host) ? undefined : { host, origin }
}
