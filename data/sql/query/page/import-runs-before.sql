SELECT b.id < a.id FROM import_run a, import_run b WHERE a.id = ?1 AND b.id = ?2
