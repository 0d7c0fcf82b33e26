-- Deals of customer ?1, oldest first.
SELECT id FROM deal WHERE customer = ?1 ORDER BY id
