-- Whether customer ?1 has a deal of consultant ?2.
SELECT 1 FROM deal WHERE customer = ?1 AND consultant = ?2 LIMIT 1
