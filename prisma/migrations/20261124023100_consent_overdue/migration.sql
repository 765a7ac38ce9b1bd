-- What a reporter took back and no worker has looked at in time.
ALTER TABLE "finding"
  DROP CONSTRAINT "finding_kind",
  ADD CONSTRAINT "finding_kind" CHECK ("kind" IN (
    'worker-silent', 'api-silent', 'auditor-silent', 'queue-stalled', 'reports-untriaged', 'reports-not-raised',
    'alerts-overdue', 'alerts-unanswered', 'deliveries-overdue', 'work-overdue', 'clocks-differ', 'rolled-back',
    'publication-refused', 'memory-unwritten', 'roster-empty', 'roster-gap', 'head-expired', 'head-expires-3',
    'head-expires-14', 'head-expires-30', 'freshness-old', 'silence-alone', 'silence-unreviewed', 'consent-overdue'));
