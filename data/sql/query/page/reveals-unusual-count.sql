-- How many people looked at unusually many numbers since ?1 (UTC ms). ?2 only this team.
SELECT count (DISTINCT staff) FROM reveal
  WHERE is_unusual = 1 AND at >= ?1 AND (?2 IS NULL OR staff IN (SELECT id FROM staff WHERE team = ?2))
