-- The copy of the data key of somebody, staff 0 is the recovery key.
SELECT coalesce (staff, 0), version, opslimit, memlimit, salt, public_key, wrapped FROM key_wrap
  WHERE coalesce (staff, 0) = ?1
