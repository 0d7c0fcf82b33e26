-- Deals that left the board with one outcome, the last to end first. ?3 outcome.
-- ?4 only what this person may see as own, with what was handed over since ?6 (UTC ms), ?5 only what this team may see.
SELECT id FROM deal
  WHERE outcome = ?3 AND on_board = 0
  AND (?4 IS NULL OR consultant = ?4 OR (former_consultant = ?4 AND handed_over_at >= ?6)
       OR (consultant IS NULL AND created_by = ?4))
  AND (?5 IS NULL OR consultant IS NULL OR consultant IN (SELECT id FROM staff WHERE team = ?5))
  ORDER BY closed_on DESC, id DESC LIMIT ?1
