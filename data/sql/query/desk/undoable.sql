-- The newest action of staff member ?1 after ?2 (UTC ms) that can be taken back and was not. Looked for among the last
-- 2,000 actions of the house, backwards by number: an index for it would be a page more to write with every action.
SELECT a.seq, a.verb, a.arguments
  FROM audit a
  WHERE a.seq > (SELECT max (seq) FROM audit) - 2000
    AND a.staff = ?1 AND a.undoable = 1 AND a.at >= ?2
    AND NOT EXISTS (SELECT 1 FROM audit u WHERE u.undo_of = a.seq)
  ORDER BY a.seq DESC LIMIT 1
