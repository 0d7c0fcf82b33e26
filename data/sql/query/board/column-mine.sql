-- A column of the board, deals of one consultant. ?3 stage, ?4 consultant.
SELECT id FROM deal
  WHERE stage = ?3 AND consultant = ?4 AND on_board = 1
  ORDER BY next_contact_at, id
  LIMIT ?1
