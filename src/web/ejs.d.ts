// The package brings no types. Only what is used here.
declare module 'ejs' {
  export const renderFile: (
    file: string,
    data: object,
    options: {
      readonly root: string
      readonly cache: boolean
      readonly unsafePrototypeLocals: boolean
    },
    done: (error: Error | null, html?: string) => void,
  ) => void
}
