import type { Budgets } from '../throttle'

/** What the public's doors cost a network. How much it has is law book (`throttle.*`). */
export const reporterBudgets: Budgets = {
  doors: {
    'post /follow': { name: 'code-tries', onlyFailures: true, inLine: true },
    'post /report/resume': { name: 'code-tries', onlyFailures: true, inLine: true },
    'post /report': { name: 'drafts' },
    // As slow as a password.
    'post /report/claim-word': { name: 'forms', inLine: true },
    'post /report/check': { name: 'submissions', inLine: true },
    'post /follow/code': { name: 'forms', inLine: true },
    'post /follow/code/done': { name: 'forms', inLine: true },
    // As slow as a password.
    'post /follow/claim': { name: 'forms', inLine: true },
    'post /follow/messages': { name: 'messages' },
    // A code of eight signs is not to be guessed.
    'post /verify': { name: 'code-tries', onlyFailures: true },
  },
  other: { name: 'forms' },
  uploads: { name: 'uploads', bytes: true },
}

/**
 * Officers are known once they are in. Before that, failures of a whole house behind one address count
 * together, beside the lock of each name.
 */
export const staffBudgets: Budgets = {
  doors: {
    'post /staff/login': { name: 'sign-ins', onlyFailures: true, inLine: true },
    'post /staff/login/otp': { name: 'sign-ins', onlyFailures: true },
    'post /staff/login/invitation/:token': { name: 'sign-ins', onlyFailures: true },
    'post /staff/login/enrol': { name: 'sign-ins', onlyFailures: true, inLine: true },
  },
}
