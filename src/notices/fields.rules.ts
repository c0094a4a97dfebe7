type Variable = { readonly name: string; readonly from: string; readonly most?: number | undefined }

/** The fields that an officer fills in, in the order of the template; the names of variables are Chinese. */
export const typedFields = ({ variables }: { readonly variables: readonly Variable[] }) =>
  variables
    .filter(({ from }) => from === 'typed')
    .map(({ name, most = 0 }, at) => ({ id: `v${at}`, name, most }))
