-- Deals that left the board with one outcome, the newest first. ?3 outcome.
SELECT id FROM deal WHERE outcome = ?3 AND on_board = 0 ORDER BY id DESC LIMIT ?1
