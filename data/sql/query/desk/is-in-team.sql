SELECT 1 FROM staff WHERE id = ?1 AND team = ?2
