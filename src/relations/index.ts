// Answers for what officers have declared about themselves: where they or their relatives work or worked, and with
// which places something ties them; and for whom that touches when a case is given away or opened (回避).
// A declaration is read by its owner alone and, to compare it, by the service; nobody can leaf through those of
// others. It excludes through the cases room and never decides about a case itself.
export { createRelations, type Relations } from './relations.service'
export { vouchedRelations } from './vouched'
