-- Whether customer ?1 has a deal of consultant ?2, or one that ?2 has handed over since ?3 (UTC ms).
SELECT 1 FROM deal
 WHERE customer = ?1 AND (consultant = ?2 OR (former_consultant = ?2 AND handed_over_at >= ?3)) LIMIT 1
