-- The value of rule ?1 on day ?2.
SELECT value FROM rule WHERE key = ?1 AND valid_from <= ?2 ORDER BY valid_from DESC LIMIT 1
