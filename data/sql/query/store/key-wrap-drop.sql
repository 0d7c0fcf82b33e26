DELETE FROM key_wrap WHERE coalesce (staff, 0) = ?1
