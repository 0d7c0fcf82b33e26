-- Payments of deal ?1, oldest first.
SELECT id FROM payment WHERE deal = ?1 ORDER BY id
