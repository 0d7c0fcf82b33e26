INSERT INTO key_wrap (kind, staff, version, opslimit, memlimit, salt, public_key, wrapped)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
