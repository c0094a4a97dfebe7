// Letters to reporters who left a name: an officer drafts with {收件人} and never learns who that is, the identity
// desk puts name and address in, prints, serves, and writes down when and how.
// Never shows an officer of the case a name or an address, never shows the desk anything of the case but the
// letter itself, and never says in clear columns whether there was somebody to serve it on.
export { createServingHomePart } from './home-part'
export { createServing } from './serving.service'
