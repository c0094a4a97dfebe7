/** The few functions of sodium-native that the house uses; the package ships no types. */
declare module 'sodium-native' {
  type Sodium = {
    readonly crypto_box_PUBLICKEYBYTES: number
    readonly crypto_box_SECRETKEYBYTES: number
    readonly crypto_box_SEALBYTES: number
    readonly crypto_box_keypair: (publicKey: Buffer, secretKey: Buffer) => void
    readonly crypto_scalarmult_base: (publicKey: Buffer, secretKey: Buffer) => void
    readonly crypto_box_seal: (sealed: Buffer, plain: Buffer, publicKey: Buffer) => void
    readonly crypto_box_seal_open: (
      plain: Buffer,
      sealed: Buffer,
      publicKey: Buffer,
      secretKey: Buffer,
    ) => boolean
    readonly sodium_memzero: (buffer: Buffer) => void
  }
  const sodium: Sodium
  export = sodium
}
