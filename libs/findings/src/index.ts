export { recordFindings, type Observation } from './finding-ledger.js';
export { type OpenFinding, currentFindings } from './open-findings.js';
