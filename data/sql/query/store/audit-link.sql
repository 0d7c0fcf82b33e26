-- The link ?1 of the chain; columns as in audit-chain.sql.
SELECT a.seq, a.at, coalesce (a.staff, 0), coalesce (a.approver, 0), a.workstation, a.verb, a.arguments, a.changes,
       a.undoable, coalesce (a.undo_of, 0), coalesce (a.hash, s.hash), a.hash IS NOT NULL
  FROM audit a LEFT JOIN audit_seal s ON s.seq = a.seq
  WHERE a.seq = ?1
