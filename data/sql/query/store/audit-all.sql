SELECT seq, at, coalesce (staff, 0), workstation, verb, arguments, changes, undoable, coalesce (undo_of, 0), hash, coalesce (approver, 0)
  FROM audit ORDER BY seq
