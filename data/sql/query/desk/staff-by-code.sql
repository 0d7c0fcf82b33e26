SELECT id FROM staff WHERE code = ?1
