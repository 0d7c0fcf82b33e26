-- Deals that left the board with one outcome, the last to end first. ?3 outcome.
SELECT id FROM deal WHERE outcome = ?3 AND on_board = 0 ORDER BY closed_on DESC, id DESC LIMIT ?1
