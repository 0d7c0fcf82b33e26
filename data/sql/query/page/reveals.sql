-- Who looked at what, the newest first. ?3 only what this person did, ?4 only what this team did; NULL: no limit.
SELECT id FROM reveal
  WHERE at > 0 AND (?3 IS NULL OR staff = ?3) AND (?4 IS NULL OR staff IN (SELECT id FROM staff WHERE team = ?4))
  ORDER BY at DESC, id DESC LIMIT ?1
