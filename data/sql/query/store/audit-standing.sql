-- What was done after the audit row ?1 and not taken back since.
SELECT a.changes
  FROM audit a
  WHERE a.seq > ?1 AND a.undo_of IS NULL AND NOT EXISTS (SELECT 1 FROM audit u WHERE u.undo_of = a.seq)
  ORDER BY a.seq
