export { recordFindings, type Observation } from './finding-ledger.js';
export { type OpenFinding, readOpenFindings } from './open-findings.js';
