INSERT INTO audit (seq, at, staff, workstation, verb, arguments, changes, undoable, undo_of, hash, approver)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
