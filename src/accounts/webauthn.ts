import {
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
} from '@simplewebauthn/server'
import { z } from 'zod'
import type { PasskeySite, StoredPasskey } from './passkey'

// EdDSA, ES256, RS256: what passkeys in use speak.
export const algorithms = [-8, -7, -257]

const base64url = z.string().regex(/^[\w-]+$/)

const Base = z.object({ id: base64url, rawId: base64url, type: z.literal('public-key') })
const extensions = z.object({}).catch({})

const Registration = Base.extend({
  clientExtensionResults: extensions,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z
      .array(z.string().regex(/^[a-z-]{1,20}$/))
      .max(10)
      .catch([]),
  }),
})

const Assertion = Base.extend({
  clientExtensionResults: extensions,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
  }),
})

const LONGEST = 20_000

const readJson = (text: string): unknown => {
  if (text.length > LONGEST) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const readAssertion = (text: string): AuthenticationResponseJSON | undefined =>
  Assertion.safeParse(readJson(text)).data

type Question = { readonly site: PasskeySite; readonly challenge: Buffer }

/** The library throws for every kind of wrong answer; here they are all one: no. */
const orNothing = <T>(work: () => Promise<T>): Promise<T | undefined> =>
  work().catch(() => undefined)

type Made = {
  readonly credentialId: Buffer
  readonly publicKey: Buffer
  readonly counter: number
  readonly transports: readonly string[]
}

/** The key in the answer, if it is an answer to this question. */
export const readRegistration = async (
  text: string,
  { site, challenge }: Question,
): Promise<Made | undefined> => {
  const read = Registration.safeParse(readJson(text))
  if (!read.success) return undefined
  const verified = await orNothing(() =>
    verifyRegistrationResponse({
      response: read.data,
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      // The password was the first proof; this one says only that the device is there.
      requireUserVerification: false,
      supportedAlgorithmIDs: algorithms,
    }),
  )
  if (verified?.verified !== true) return undefined
  const { id, publicKey, counter } = verified.registrationInfo.credential
  return {
    credentialId: Buffer.from(id, 'base64url'),
    publicKey: Buffer.from(publicKey),
    counter,
    transports: read.data.response.transports,
  }
}

/**
 * The counter in the answer, when the signature is this passkey's and answers this question. Whether the
 * counter went on is for the caller to judge: the library would refuse before it looks at the signature, and
 * a forged answer would look like a copied device.
 */
export const readProof = async (
  response: AuthenticationResponseJSON,
  passkey: StoredPasskey,
  { site, challenge }: Question,
): Promise<number | undefined> => {
  const verified = await orNothing(() =>
    verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      requireUserVerification: false,
      credential: {
        id: passkey.credentialId.toString('base64url'),
        publicKey: new Uint8Array(passkey.publicKey),
        counter: 0,
      },
    }),
  )
  return verified?.verified === true ? verified.authenticationInfo.newCounter : undefined
}
