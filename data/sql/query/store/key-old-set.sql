INSERT INTO key_old (version, sealed) VALUES (?1, ?2) ON CONFLICT (version) DO UPDATE SET sealed = excluded.sealed
