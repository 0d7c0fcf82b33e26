-- Objections without an answer: id, kind, text; blockers first. ?1 deal.
SELECT id, kind, text FROM objection WHERE deal = ?1 AND resolved_at IS NULL ORDER BY kind, id
