// Answers for what a body has for rewards in a year: allotted by two people of the finance side, committed when a reward
// is approved, paid when the bank has paid, freed when a reward is waived or turned back. It never commits more than is
// there, whoever asks at once, and never changes an entry.
// It knows no case and no reporter: what money is for is a number that another room gave.
export type { BudgetEntry, BudgetWish, BudgetYear } from './budget'
export { createBudget, type Budget } from './budget.service'
