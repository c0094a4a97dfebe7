// What whoever is signed in finds at the entrance (promise 14).

/** The entrance: for who is signed in, these pages lead on, and their forms are none of theirs. */
export const entrance: Readonly<Record<string, number>> = {
  'get /': 303,
  'get /staff/login': 303,
  'get /staff/login/otp': 303,
  // No link has that token; and whoever is signed in uses none up.
  'get /staff/login/invitation/:token': 409,
  'post /staff/login/invitation/:token': 303,
  'get /staff/login/enrol': 303,
  'get /staff/login/enrol/qr.svg': 303,
  'post /staff/login': 422,
  'post /staff/login/otp': 303,
  'post /staff/login/enrol': 303,
  'post /staff/login/passkey': 303,
}
/** Ends the visit: tests/accounts/staff-sessions.pages.db.test.ts. */
export const leaving = ['post /staff/logout']
