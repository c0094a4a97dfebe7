import { createIdentities, createLetters, createReleases } from '../identity'
import { createRelease } from '../release'
import { createServing } from '../serving'

type First<F extends (deps: never) => unknown> = Parameters<F>[0]

type Deps = First<typeof createIdentities> &
  Omit<First<typeof createReleases>, 'identities'> &
  Omit<First<typeof createLetters>, 'identities'>

/** Who the reporters are, and how the desk that keeps it gives some of it. */
export const buildIdentity = (deps: Deps) => {
  const identities = createIdentities(deps)
  const releases = createReleases({ ...deps, identities })
  return { identities, releases, letters: createLetters({ ...deps, identities }) }
}

type JourneyDeps = First<typeof createRelease> & First<typeof createServing>

/** The two ways on which somebody gets to know, or is written to. */
export const buildIdentityJourneys = (deps: JourneyDeps) => ({
  release: createRelease(deps),
  serving: createServing(deps),
})
