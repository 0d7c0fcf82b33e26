-- Overdue deals of a column for one consultant. Parameters as in overdue-all; ?5 consultant.
SELECT (SELECT count (*) FROM deal
          WHERE consultant = ?5 AND stage = ?1 AND on_board = 1 AND next_contact_at < ?3)
     - (SELECT count (*) FROM deal
          WHERE consultant = ?5 AND stage = ?1 AND on_board = 1 AND next_contact_at = ?4)
