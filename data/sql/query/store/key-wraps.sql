-- Every copy of the data key; staff 0 is the recovery key.
SELECT coalesce (staff, 0), version, opslimit, memlimit, salt, public_key, wrapped FROM key_wrap ORDER BY id
