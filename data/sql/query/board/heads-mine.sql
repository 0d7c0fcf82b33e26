-- As heads-all, for the deals of consultant ?3. Reads all of board_summary: nine rows a consultant.
SELECT s.stage, s.deals, s.amount,
       (SELECT count (*) FROM deal
         WHERE stage = s.stage AND consultant = ?3 AND on_board = 1 AND next_contact_at < ?1)
     - (SELECT count (*) FROM deal
         WHERE stage = s.stage AND consultant = ?3 AND on_board = 1 AND next_contact_at = ?2)
  FROM board_summary s
 WHERE s.consultant = ?3
