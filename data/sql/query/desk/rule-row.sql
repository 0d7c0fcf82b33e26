-- The row of rule ?1 that begins on day ?2.
SELECT id FROM rule WHERE key = ?1 AND valid_from = ?2
