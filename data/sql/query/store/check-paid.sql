-- Deals whose sum of payments or number of open blockers differs from the rows behind it. Scans: only for the check.
SELECT 'deal ' || d.id FROM deal d
  WHERE coalesce (d.paid, 0) <> coalesce ((SELECT sum (p.amount) FROM payment p WHERE p.deal = d.id), 0)
     OR coalesce (d.open_blockers, 0) <>
        (SELECT count(*) FROM objection o WHERE o.deal = d.id AND o.kind = 'blocker' AND o.resolved_at IS NULL)
