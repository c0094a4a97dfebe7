// The finance side's desk: what a body has for rewards, asked for and approved by two people.
// It never opens a case: nothing here holds a key of one.
export { createFinanceHomePart } from './home-part'
