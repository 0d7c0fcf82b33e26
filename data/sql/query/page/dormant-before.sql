SELECT (a.dormant_until, a.id) < (b.dormant_until, b.id) FROM deal a, deal b
  WHERE a.id = ?1 AND b.id = ?2 AND a.outcome = 'dormant' AND b.outcome = 'dormant'
  AND (?4 IS NULL OR a.consultant = ?4 OR (a.former_consultant = ?4 AND a.handed_over_at >= ?6)
       OR (a.consultant IS NULL AND a.created_by = ?4))
  AND (?5 IS NULL OR a.consultant IS NULL OR a.consultant IN (SELECT id FROM staff WHERE team = ?5))
  AND (?4 IS NULL OR b.consultant = ?4 OR (b.former_consultant = ?4 AND b.handed_over_at >= ?6)
       OR (b.consultant IS NULL AND b.created_by = ?4))
  AND (?5 IS NULL OR b.consultant IS NULL OR b.consultant IN (SELECT id FROM staff WHERE team = ?5))
