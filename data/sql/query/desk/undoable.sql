-- The newest action of staff member ?1 after ?2 (UTC ms) that can be taken back and was not.
SELECT a.seq, a.verb, a.arguments
  FROM audit a
  WHERE a.staff = ?1 AND a.undoable = 1 AND a.at >= ?2
    AND NOT EXISTS (SELECT 1 FROM audit u WHERE u.undo_of = a.seq)
  ORDER BY a.seq DESC LIMIT 1
