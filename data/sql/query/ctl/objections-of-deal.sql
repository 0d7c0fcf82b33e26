-- Objections of deal ?1, oldest first.
SELECT id FROM objection WHERE deal = ?1 ORDER BY id
