-- Blocking objections of deal ?1 that are not resolved.
SELECT id FROM objection WHERE deal = ?1 AND kind = 'blocker' AND resolved_at IS NULL ORDER BY id
