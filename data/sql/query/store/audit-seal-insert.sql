INSERT INTO audit_seal (seq, hash) VALUES (?1, ?2)
