import type { JobList } from '../platform/jobs/worker'
import type { Secrets } from './secret.service'

const SECRET_RENEW = 'secret.renew'

/** After a rotation: what earlier versions vouched for is vouched for by the newest. With one version, nothing. */
export const createRotationJobs = ({ secrets }: { readonly secrets: Secrets }): JobList => ({
  tasks: {
    [SECRET_RENEW]: async () => {
      await secrets.renew()
    },
  },
  cron: [{ task: SECRET_RENEW, match: '17 * * * *' }],
})
