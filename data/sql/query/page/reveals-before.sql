SELECT (b.at, b.id) < (a.at, a.id) FROM reveal a, reveal b
  WHERE a.id = ?1 AND b.id = ?2
    AND (?3 IS NULL OR a.staff = ?3) AND (?4 IS NULL OR a.staff IN (SELECT id FROM staff WHERE team = ?4))
    AND (?3 IS NULL OR b.staff = ?3) AND (?4 IS NULL OR b.staff IN (SELECT id FROM staff WHERE team = ?4))
