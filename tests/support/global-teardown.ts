export default async () => {
  await globalThis.closeTestServer?.()
}
