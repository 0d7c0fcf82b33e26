-- A column of the board. ?3 stage.
SELECT id FROM deal
  WHERE stage = ?3 AND on_board = 1
  ORDER BY next_contact_at, id
  LIMIT ?1
