-- Dormant deals, the next to wake up first.
-- ?4 only what this person may see as own, with what was handed over since ?6 (UTC ms), ?5 only what this team may see.
SELECT id FROM deal
  WHERE outcome = 'dormant' AND dormant_until >= ''
  AND (?4 IS NULL OR consultant = ?4 OR (former_consultant = ?4 AND handed_over_at >= ?6)
       OR (consultant IS NULL AND created_by = ?4))
  AND (?5 IS NULL OR consultant IS NULL OR consultant IN (SELECT id FROM staff WHERE team = ?5))
  ORDER BY dormant_until, id LIMIT ?1
