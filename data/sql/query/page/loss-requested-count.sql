-- ?1 only what this person may see as own, with what was handed over since ?3, ?2 only what this team may see.
SELECT count (*) FROM deal
  WHERE loss_requested_at > 0
  AND (?1 IS NULL OR consultant = ?1 OR (former_consultant = ?1 AND handed_over_at >= ?3)
       OR (consultant IS NULL AND created_by = ?1))
  AND (?2 IS NULL OR consultant IS NULL OR consultant IN (SELECT id FROM staff WHERE team = ?2))
